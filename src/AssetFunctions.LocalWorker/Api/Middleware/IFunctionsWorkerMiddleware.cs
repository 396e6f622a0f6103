namespace Microsoft.Azure.Functions.Worker.Middleware;

/// <summary>The rest of the pipeline, ending in the function.</summary>
public delegate Task FunctionExecutionDelegate(FunctionContext context);

/// <summary>Work that surrounds every execution. One instance serves the whole app.</summary>
public interface IFunctionsWorkerMiddleware
{
    /// <summary>Runs around <paramref name="next"/>; an exception that leaves it fails the execution.</summary>
    Task Invoke(FunctionContext context, FunctionExecutionDelegate next);
}
