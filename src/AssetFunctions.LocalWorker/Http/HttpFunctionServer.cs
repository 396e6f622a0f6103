using AssetFunctions.LocalWorker.Discovery;
using AssetFunctions.LocalWorker.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AssetFunctions.LocalWorker.Http;

/// <summary>Serves the HTTP functions of the app under the route prefix of host.json.</summary>
sealed partial class HttpFunctionServer(
    HostJson hostJson,
    IConfiguration configuration,
    WorkerOptions options,
    HttpFunctionHandler handler,
    ILoggerFactory loggers,
    ILogger<HttpFunctionServer> logger) : IAsyncDisposable
{
    WebApplication? _app;

    /// <summary>The addresses listened on; empty without an HTTP function.</summary>
    public IReadOnlyCollection<string> Addresses => _app is null ? [] : [.. _app.Urls];

    /// <exception cref="WorkerStartupException">A route is not valid or taken twice, or the address cannot be used.</exception>
    public async Task StartAsync(IReadOnlyCollection<FunctionModel> functions, CancellationToken cancellation)
    {
        var served = functions.Where(function => function.Trigger is HttpTrigger).ToList();
        if (served.Count == 0)
        {
            return;
        }

        CheckRoutes(served);
        _app = Build();
        _app.UseRouting();

        // The host knows no 405: a path with another method is a path it does not have.
        _app.Use((http, next) =>
        {
            if (http.GetEndpoint()?.Metadata.GetMetadata<FunctionModel>() is not null)
            {
                return next(http);
            }

            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
        foreach (var function in served)
        {
            Map(_app, function, (HttpTrigger)function.Trigger);
        }

        var urls = ListenAddress.Read(configuration, options.CommandLinePort);
        foreach (var url in urls)
        {
            _app.Urls.Add(url);
        }

        await ListenAsync(_app, urls, cancellation);
        foreach (var function in served)
        {
            LogRoute(logger, function.Name, _app.Urls.First(), Path((HttpTrigger)function.Trigger));
        }
    }

    /// <summary>Takes no more requests and waits for those begun until the token is cancelled.</summary>
    public Task StopAsync(CancellationToken cancellation) => _app?.StopAsync(cancellation) ?? Task.CompletedTask;

    public ValueTask DisposeAsync() => _app?.DisposeAsync() ?? ValueTask.CompletedTask;

    WebApplication Build()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(static kestrel => kestrel.AddServerHeader = false);
        builder.Services.AddRouting();
        builder.Services.AddSingleton(loggers);

        // The app around this one reacts to signals; this one is stopped by it.
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = Timeout.InfiniteTimeSpan);
        return builder.Build();
    }

    void Map(WebApplication app, FunctionModel function, HttpTrigger trigger)
    {
        RequestDelegate handle = http => handler.HandleAsync(http, function, trigger);
        var route = Pattern(function, trigger);
        var endpoint = trigger.Methods.IsEmpty
            ? app.Map(route, handle)
            : app.MapMethods(route.RawText!, trigger.Methods, handle);
        endpoint.WithMetadata(function).WithDisplayName(function.Name);
    }

    RoutePattern Pattern(FunctionModel function, HttpTrigger trigger)
    {
        try
        {
            return RoutePatternFactory.Parse(Path(trigger));
        }
        catch (RoutePatternException e)
        {
            throw new WorkerStartupException(
                $"HTTP function '{function.Name}' has the route '{trigger.Route}', which is not a route template: {e.Message}", e);
        }
    }

    void CheckRoutes(List<FunctionModel> served)
    {
        for (var i = 0; i < served.Count; i++)
        {
            var trigger = (HttpTrigger)served[i].Trigger;
            var twin = served.Take(i).FirstOrDefault(other => Collide(trigger, (HttpTrigger)other.Trigger));
            if (twin is not null)
            {
                throw new WorkerStartupException(
                    $"HTTP functions '{twin.Name}' and '{served[i].Name}' have the same route {Path(trigger)} and a method in common.");
            }
        }
    }

    bool Collide(HttpTrigger one, HttpTrigger other)
        => string.Equals(Path(one), Path(other), StringComparison.OrdinalIgnoreCase)
            && (one.Methods.IsEmpty || other.Methods.IsEmpty
                || one.Methods.Intersect(other.Methods, StringComparer.OrdinalIgnoreCase).Any());

    string Path(HttpTrigger trigger)
        => "/" + string.Join('/', new[] { hostJson.RoutePrefix, trigger.Route.Trim('/') }.Where(part => part.Length > 0));

    static async Task ListenAsync(WebApplication app, IReadOnlyList<string> urls, CancellationToken cancellation)
    {
        try
        {
            await app.StartAsync(cancellation);
        }
        catch (IOException e)
        {
            throw new WorkerStartupException(
                $"HTTP functions cannot listen on {string.Join(" or ", urls)} ({e.Message.TrimEnd('.')}): choose another port with --port or the setting 'ASPNETCORE_URLS'.", e);
        }
    }

    sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    [LoggerMessage(LogLevel.Information, "HTTP function '{Function}' listens at {Address}{Route}")]
    private static partial void LogRoute(ILogger logger, string function, string address, string route);
}
