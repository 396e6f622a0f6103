using Yarp.ReverseProxy.Forwarder;

namespace AssetFunctions.Local.FunctionsHost.Http;

/// <summary>
/// Runs HTTP invocations. Each has two halves, which the worker joins by the invocation id: the request itself goes to the
/// worker's own web server, everything else over the channel.
/// </summary>
sealed class WorkerForwarder(IHttpForwarder forwarder) : IDisposable
{
    // No HTTP timeout: functionTimeout of host.json limits the function.
    static readonly ForwarderRequestConfig Config = new() { ActivityTimeout = Timeout.InfiniteTimeSpan };

    readonly HttpMessageInvoker _client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ActivityHeadersPropagator = null,
    });

    /// <summary>Runs the function and writes its response.</summary>
    /// <inheritdoc cref="WorkerChannel.InvokeAsync" path="exception"/>
    public async Task<InvocationResponse> InvokeAsync(
        WorkerInstance worker, WorkerFunction function, InvocationRequest request, HttpContext context, CancellationToken cancellationToken)
    {
        var address = worker.HttpAddress ?? throw new WorkerException("The worker serves no HTTP; its Program.cs must call ConfigureFunctionsWebApplication.");
        context.Request.Headers["x-ms-invocation-id"] = request.InvocationId;
        request.InputData.Add(new ParameterBinding { Name = function.Trigger.Name, Data = new TypedData { Http = new HttpPart() } });
        foreach (var (name, value) in context.Request.RouteValues.Where(value => value.Value is not null))
        {
            request.TriggerMetadata[name] = new TypedData { String = value!.ToString() };
        }

        using var failed = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var forwarding = forwarder.SendAsync(context, address, _client, Config, HttpTransformer.Default, failed.Token).AsTask();
        try
        {
            return await worker.InvokeAsync(function.Name, request, cancellationToken);
        }
        catch
        {
            // The worker's web server may wait forever for the response of a failed function.
            await failed.CancelAsync();
            throw;
        }
        finally
        {
            await forwarding;
        }
    }

    public void Dispose() => _client.Dispose();
}
