using Microsoft.Azure.WebJobs;
using ExecutionContext = Microsoft.Azure.WebJobs.ExecutionContext;

namespace AssetFunctions.Local.FunctionsHost.Engine;

/// <summary>Runs a function whose trigger has fired.</summary>
public interface IFunctionInvoker
{
    /// <param name="function">Name of the function.</param>
    /// <param name="value">What the trigger hands over.</param>
    /// <param name="binder">Reaches queues with the engine's settings.</param>
    /// <param name="context">Identifies the invocation.</param>
    /// <param name="cancellationToken">Ends with the host, the time limit of functions, or the caller.</param>
    /// <exception cref="Exception">The function failed; the engine treats the trigger accordingly.</exception>
    Task InvokeAsync(string function, object value, Binder binder, ExecutionContext context, CancellationToken cancellationToken);
}

/// <summary>
/// Base of the type that the engine scans for functions. It is public because that type is made at run time in an
/// assembly of its own.
/// </summary>
public class FunctionMethods(IFunctionInvoker invoker)
{
    /// <inheritdoc cref="IFunctionInvoker.InvokeAsync"/>
    public Task InvokeAsync(string function, object value, Binder binder, ExecutionContext context, CancellationToken cancellationToken)
        => invoker.InvokeAsync(function, value, binder, context, cancellationToken);
}
