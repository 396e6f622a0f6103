using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace AssetFunctions.Local.FunctionsHost.Http;

/// <summary>Two listeners on loopback: one for HTTP functions, one for the worker.</summary>
static class WebServer
{
    const string StatusPath = "/admin/host/status";

    // The limit of the platform; the worker's own limit is lower unless the app raises it.
    const long MaxRequestBodySize = 210_000_000;

    static readonly TimeSpan ReadyTimeout = TimeSpan.FromSeconds(30);

    public static WebApplication Build(HostSetup setup, TimeProvider time)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = Environments.Development });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;
            server.Limits.MaxRequestBodySize = MaxRequestBodySize;
            server.Listen(IPAddress.Loopback, setup.Port, listener => listener.Protocols = HttpProtocols.Http1);
            server.Listen(IPAddress.Loopback, 0, listener => listener.Protocols = HttpProtocols.Http2);
        });
        ConsoleLines.Add(builder.Logging, setup);
        builder.Services.AddRoutingCore().AddCors(cors => cors.AddDefaultPolicy(policy => Allow(policy, setup))).AddHttpForwarder();
        builder.Services.AddGrpc(grpc => grpc.MaxReceiveMessageSize = grpc.MaxSendMessageSize = null);
        builder.Services
            .AddSingleton(time)
            .AddSingleton(setup.App)
            .AddSingleton(setup.Configuration)
            .AddSingleton<IHostLifetime, NoLifetime>()
            .AddSingleton<WorkerGateway>()
            .AddSingleton<WorkerLog>()
            .AddSingleton<WorkerSupervisor>()
            .AddSingleton<WorkerForwarder>()
            .AddSingleton<FunctionKeys>()
            .AddSingleton<FunctionEndpoints>();

        var app = builder.Build();
        var endpoints = app.Services.GetRequiredService<FunctionEndpoints>();
        app.UseCors();
        app.Use((context, next) => HoldAsync(context, next, endpoints, time));
        app.UseRouting();
        app.Use(NotFoundForOtherMethods);
        app.MapGrpcService<WorkerGateway>();
        app.MapGet(StatusPath, context => WriteStatusAsync(context, endpoints));
        if (!setup.Configuration.GetValue<bool>("AzureWebJobsDisableHomepage"))
        {
            app.MapGet("/", context => context.Response.WriteAsync("The Functions host is running."));
        }

        ((IEndpointRouteBuilder)app).DataSources.Add(endpoints);
        return app;
    }

    /// <returns>The port for HTTP functions.</returns>
    /// <exception cref="HostException">The port is in use.</exception>
    public static async Task<int> StartAsync(WebApplication app, HostSetup setup, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException ex) when (ex.InnerException is AddressInUseException)
        {
            throw new HostException($"Port {setup.Port} of 127.0.0.1 is in use; choose another with --port.", ex);
        }

        var addresses = app.Urls.Select(url => new Uri(url)).ToList();
        app.Services.GetRequiredService<WorkerGateway>().Address = addresses[1];
        return addresses[0].Port;
    }

    // Without origins the policy allows none, and preflight requests still never reach the worker, as in the cloud.
    static void Allow(CorsPolicyBuilder policy, HostSetup setup)
    {
        policy.AllowAnyHeader().AllowAnyMethod().WithOrigins([.. setup.CorsOrigins]);
        if (setup.CorsCredentials && !setup.CorsOrigins.Contains("*"))
        {
            policy.AllowCredentials();
        }
    }

    // Holds requests that arrive before the worker has described its functions. The worker's own requests use HTTP/2 and pass.
    static async Task HoldAsync(HttpContext context, RequestDelegate next, FunctionEndpoints endpoints, TimeProvider time)
    {
        if (!endpoints.Ready.IsCompleted
            && !HttpProtocol.IsHttp2(context.Request.Protocol)
            && context.Request.Path != "/"
            && context.Request.Path != StatusPath)
        {
            await Task.WhenAny(endpoints.Ready, Task.Delay(ReadyTimeout, time, context.RequestAborted));
            if (!endpoints.Ready.IsCompleted)
            {
                context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                return;
            }
        }

        await next(context);
    }

    // Routing has an endpoint of its own for "method not allowed"; the platform returns "not found".
    static Task NotFoundForOtherMethods(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint() is not RouteEndpoint)
        {
            context.SetEndpoint(null);
        }

        return next(context);
    }

    static Task WriteStatusAsync(HttpContext context, FunctionEndpoints endpoints)
    {
        var workerProcessId = context.RequestServices.GetRequiredService<WorkerSupervisor>().ProcessId;
        var state = endpoints.IsDraining ? "Stopping" : workerProcessId is not null && endpoints.Ready.IsCompleted ? "Running" : "Starting";
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(JsonSerializer.Serialize(new { state, workerProcessId }));
    }
}
