using Microsoft.Azure.WebJobs;

namespace AssetFunctions.Local.FunctionsHost.Engine;

/// <summary>Runs a function whose trigger has fired; when it throws, the engine treats the trigger accordingly.</summary>
/// <param name="function">Name of the function.</param>
/// <param name="value">Value from the trigger.</param>
/// <param name="binder">Binds to queues with the engine's settings.</param>
/// <param name="context">Identifies the invocation.</param>
/// <param name="cancellationToken">Cancelled when the host stops, the function times out, or the caller disconnects.</param>
public delegate Task FunctionCall(string function, object value, Binder binder, ExecutionContext context, CancellationToken cancellationToken);

/// <summary>Base of the type that <see cref="FunctionTypes"/> generates. Public, because that type is in an assembly of its own.</summary>
public class FunctionMethods(FunctionCall call)
{
    /// <inheritdoc cref="FunctionCall"/>
    public Task InvokeAsync(string function, object value, Binder binder, ExecutionContext context, CancellationToken cancellationToken)
        => call(function, value, binder, context, cancellationToken);
}
