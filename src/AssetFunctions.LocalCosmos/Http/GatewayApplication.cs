using AssetFunctions.LocalCosmos.Explorer;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace AssetFunctions.LocalCosmos.Http;

/// <summary>Connects the gateway to Kestrel: reads requests, writes replies.</summary>
internal sealed partial class GatewayApplication(Gateway gateway, LocalEndpoints local, ILogger logger) : IHttpApplication<HttpContext>
{
    /// <summary>More than any valid request; what is longer is answered 413 unread.</summary>
    private const int LargestBody = 4 * 1024 * 1024;

    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public void DisposeContext(HttpContext context, Exception? exception)
    {
    }

    public async Task ProcessRequestAsync(HttpContext context)
    {
        try
        {
            await WriteAsync(context, await AnswerAsync(context));
        }
        catch (Exception e) when (context.RequestAborted.IsCancellationRequested && e is OperationCanceledException or IOException)
        {
            LogClientLeft(logger, e.Message);
        }
        catch (Exception e) when (e is not BadHttpRequestException)
        {
            // The process outlives any defect in one request; the client sees it as the service would show its own.
            LogFailed(logger, e);
            await WriteAsync(context, Reply.Error(500, 0, "The server failed to process the request."));
        }
    }

    private async ValueTask<Reply> AnswerAsync(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var path = target.Split('?', 2)[0];
        var length = context.Request.ContentLength;
        if (length > LargestBody)
        {
            return Reply.Error(RequestRefusedException.TooLarge());
        }

        var body = await ReadBodyAsync(context.Request, length);
        if (body is null)
        {
            return Reply.Error(RequestRefusedException.TooLarge());
        }

        var request = new GatewayRequest(context.Request.Method, path, context.Request.Headers, body);
        return LocalEndpoints.Owns(path)
            ? await local.HandleAsync(request)
            : await gateway.HandleAsync(request, context.RequestAborted);
    }

    private static async ValueTask<byte[]?> ReadBodyAsync(HttpRequest request, long? length)
    {
        if (length is 0)
        {
            return [];
        }

        if (length is { } known)
        {
            var body = new byte[known];
            await request.Body.ReadExactlyAsync(body, request.HttpContext.RequestAborted);
            return body;
        }

        var buffer = new MemoryStream();
        var chunk = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(chunk, request.HttpContext.RequestAborted)) > 0)
        {
            buffer.Write(chunk, 0, read);
            if (buffer.Length > LargestBody)
            {
                return null;
            }
        }

        return buffer.ToArray();
    }

    private static async ValueTask WriteAsync(HttpContext context, Reply reply)
    {
        if (reply.Aborts)
        {
            context.Abort();
            return;
        }

        var response = context.Response;
        response.StatusCode = reply.Status;
        ReplyHeaders.Write(reply, context.Request.Headers[CosmosHeaders.ActivityId], response.Headers);
        if (reply.Status is 204 or 304)
        {
            return;
        }

        response.ContentLength = reply.Body.Length;
        if (!reply.Body.IsEmpty && !HttpMethods.IsHead(context.Request.Method))
        {
            response.ContentType = reply.ContentType;
            await response.Body.WriteAsync(reply.Body, context.RequestAborted);
        }
    }

    [LoggerMessage(1, LogLevel.Debug, "The client left: {Reason}")]
    private static partial void LogClientLeft(ILogger logger, string reason);

    [LoggerMessage(2, LogLevel.Error, "A request failed")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
