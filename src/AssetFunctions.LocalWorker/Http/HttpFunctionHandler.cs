using AssetFunctions.LocalWorker.Discovery;
using AssetFunctions.LocalWorker.Hosting;
using AssetFunctions.LocalWorker.Invocation;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;

namespace AssetFunctions.LocalWorker.Http;

/// <summary>
/// Answers one request with one execution. The answer goes out after the queue outputs, so that a caller who reads
/// success knows that they were sent.
/// </summary>
sealed class HttpFunctionHandler(FunctionKeys keys, FunctionInvoker invoker, Shutdown shutdown)
{
    public async Task HandleAsync(HttpContext http, FunctionModel function, HttpTrigger trigger)
    {
        if (!keys.Allows(http.Request, function.Name, trigger.Level))
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        var serverServices = http.RequestServices;
        using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, shutdown.Aborting);
        try
        {
            var succeeded = await invoker.InvokeAsync(
                function,
                http,
                http.Request.RouteValues,
                "This function was called by an HTTP request.",
                cancelled.Token,
                invocation => RespondAsync(http, invocation));
            if (!succeeded && !http.Response.HasStarted)
            {
                http.Response.Clear();
                http.Response.StatusCode = StatusCodes.Status500InternalServerError;
            }
        }
        finally
        {
            http.RequestServices = serverServices;
        }
    }

    /// <summary>The request as a function sees it: with the services of its execution.</summary>
    public static HttpRequest Bind(FunctionInvocation invocation)
    {
        var http = (HttpContext)invocation.Trigger;
        http.RequestServices = invocation.InstanceServices;
        return http.Request;
    }

    static Task RespondAsync(HttpContext http, FunctionInvocation invocation)
        => invocation.Result is { } result && invocation.Function.Result.Http?.Invoke(result) is IActionResult answer
            ? answer.ExecuteResultAsync(new ActionContext(http, http.GetRouteData(), new ActionDescriptor()))
            : Task.CompletedTask;
}
