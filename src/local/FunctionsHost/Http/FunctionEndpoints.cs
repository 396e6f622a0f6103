using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.Primitives;
using Yarp.ReverseProxy.Forwarder;

namespace AssetFunctions.Local.FunctionsHost.Http;

/// <summary>The routes of the HTTP functions, known once the worker has described them.</summary>
sealed class FunctionEndpoints(FunctionKeys keys) : EndpointDataSource, IDisposable
{
    readonly CancellationTokenSource _changed = new();
    readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    IReadOnlyList<Endpoint> _endpoints = [];
    EngineHost? _engine;
    int _running;

    /// <summary>Completes when functions can be called.</summary>
    public Task Ready => _ready.Task;

    /// <summary>Whether the host is stopping; new requests are refused.</summary>
    public bool IsDraining { get; private set; }

    public override IReadOnlyList<Endpoint> Endpoints => _endpoints;

    // The routes change once. A change token that has already fired would make its consumers reload the routes in a loop.
    public override IChangeToken GetChangeToken() => new CancellationChangeToken(_changed.IsCancellationRequested ? CancellationToken.None : _changed.Token);

    /// <summary>Opens the routes, all under the prefix. An invalid route template throws <c>RoutePatternException</c>.</summary>
    public void Open(IEnumerable<WorkerFunction> functions, string prefix, EngineHost engine)
    {
        _engine = engine;

        // When several routes match, the platform picks the function whose name sorts first.
        _endpoints = [.. functions.OrderBy(function => function.Name, StringComparer.OrdinalIgnoreCase).Select((function, order) => Map(function, prefix, order))];
        _changed.Cancel();
        _ready.TrySetResult();
    }

    /// <summary>Refuses new requests and waits for the running ones.</summary>
    public async Task DrainAsync(TimeSpan limit, TimeProvider time)
    {
        IsDraining = true;
        if (Volatile.Read(ref _running) > 0)
        {
            await Task.WhenAny(_drained.Task, Task.Delay(limit, time));
        }
    }

    public void Dispose() => _changed.Dispose();

    RouteEndpoint Map(WorkerFunction function, string prefix, int order)
    {
        var route = function.Trigger.Text("route") is { Length: > 0 } text ? text : function.Name;
        var pattern = RoutePatternFactory.Parse(prefix.Length > 0 ? $"/{prefix}/{route}" : $"/{route}");
        var methods = function.Trigger.Texts("methods").ToList();
        var metadata = methods.Count > 0 ? new EndpointMetadataCollection(new HttpMethodMetadata(methods)) : EndpointMetadataCollection.Empty;
        return new RouteEndpoint(context => RunAsync(function, context), pattern, order, metadata, function.Name);
    }

    async Task RunAsync(WorkerFunction function, HttpContext context)
    {
        if (IsDraining || !keys.Allows(context.Request, function.Name, function.Trigger.Text("authLevel")))
        {
            context.Response.StatusCode = IsDraining ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status401Unauthorized;
            return;
        }

        Interlocked.Increment(ref _running);
        try
        {
            await _engine!.CallAsync(function, context);
        }
        catch (Exception) when (context.Response.HasStarted)
        {
            context.Abort();
        }
        catch (Exception)
        {
            // The engine has logged it under the name of the function.
            context.Response.Clear();
            context.Response.StatusCode = context.GetForwarderErrorFeature()?.Error is ForwarderError.RequestBodyClient or ForwarderError.RequestBodyCanceled
                ? StatusCodes.Status400BadRequest
                : StatusCodes.Status500InternalServerError;
        }
        finally
        {
            if (Interlocked.Decrement(ref _running) == 0 && IsDraining)
            {
                _drained.TrySetResult();
            }
        }
    }
}
