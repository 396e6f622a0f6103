using Microsoft.Azure.WebJobs;
using ExecutionContext = Microsoft.Azure.WebJobs.ExecutionContext;

namespace AssetFunctions.Local.FunctionsHost.Engine;

/// <summary>Runs a function whose trigger has fired; when it throws, the engine treats the trigger accordingly.</summary>
/// <param name="function">Name of the function.</param>
/// <param name="value">What the trigger hands over.</param>
/// <param name="binder">Reaches queues with the engine's settings.</param>
/// <param name="context">Identifies the invocation.</param>
/// <param name="cancellationToken">Cancelled by the end of the host, the time limit of functions, or the caller.</param>
public delegate Task FunctionCall(string function, object value, Binder binder, ExecutionContext context, CancellationToken cancellationToken);

/// <summary>Base of the type that <see cref="FunctionTypes"/> makes. Public, because that type is in an assembly of its own.</summary>
public class FunctionMethods(FunctionCall call)
{
    /// <inheritdoc cref="FunctionCall"/>
    public Task InvokeAsync(string function, object value, Binder binder, ExecutionContext context, CancellationToken cancellationToken)
        => call(function, value, binder, context, cancellationToken);
}
