using AssetFunctions.Local.Cosmos.Explorer;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace AssetFunctions.Local.Cosmos.Http;

/// <summary>Connects the gateway to Kestrel: reads requests, writes replies.</summary>
sealed partial class GatewayApplication(Gateway gateway, LocalEndpoints local, ILogger logger) : IHttpApplication<HttpContext>
{
    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public void DisposeContext(HttpContext context, Exception? exception)
    {
    }

    public async Task ProcessRequestAsync(HttpContext context)
    {
        try
        {
            await WriteAsync(context, await ReplyAsync(context));
        }
        catch (Exception e) when (context.RequestAborted.IsCancellationRequested && e is OperationCanceledException or IOException)
        {
            LogClientLeft(logger, e.Message);
        }
        catch (Exception e) when (e is not BadHttpRequestException)
        {
            // A bug in one request must not end the process; the client gets the service's response to an internal error.
            LogFailed(logger, e);
            await WriteAsync(context, Reply.Refusal(500, 0, "The server failed to process the request."));
        }
    }

    async ValueTask<Reply> ReplyAsync(HttpContext context)
    {
        using var body = await RequestBody.ReadAsync(context.Request);
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var path = target.Split('?', 2)[0];
        var request = new GatewayRequest(context.Request.Method, path, context.Request.Headers, body?.Content);
        return LocalEndpoints.Owns(path)
            ? local.Handle(request)
            : await gateway.HandleAsync(request, context.RequestAborted);
    }

    static async ValueTask WriteAsync(HttpContext context, Reply reply)
    {
        if (reply.Aborts)
        {
            context.Abort();
            return;
        }

        var response = context.Response;
        response.StatusCode = reply.Status;
        var activityId = context.Request.Headers[CosmosHeaders.ActivityId];
        ReplyHeaders.Write(reply, activityId, response.Headers);
        if (reply.Status is 204 or 304)
        {
            return;
        }

        var body = reply.BodyFor(activityId);
        response.ContentLength = body.Length;
        if (!body.IsEmpty && !HttpMethods.IsHead(context.Request.Method))
        {
            response.ContentType = reply.ContentType;
            await response.Body.WriteAsync(body, context.RequestAborted);
        }
    }

    [LoggerMessage(LogLevel.Debug, "Request ended early: the client disconnected ({Reason})")]
    private static partial void LogClientLeft(ILogger logger, string reason);

    [LoggerMessage(LogLevel.Error, "Request failed with an internal error; the client gets status 500")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
