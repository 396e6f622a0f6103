using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AssetFunctions.Local.Providers.Simulation;

/// <summary>The HTTP server under every simulator: on loopback only, without logs, and stopped without draining.</summary>
static class SimulatorServer
{
    /// <param name="port">Loopback port; 0 picks a free one.</param>
    /// <param name="handle">Handles every request.</param>
    public static async Task<WebApplication> StartAsync(int port, RequestDelegate handle)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        builder.Services.Replace(ServiceDescriptor.Singleton<IHostLifetime, OwnersLifetime>());
        var server = builder.Build();
        server.Run(handle);
        await server.StartAsync();
        return server;
    }

    public static Uri AddressOf(WebApplication server) =>
        new(server.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single());

    public static async ValueTask StopAsync(WebApplication server)
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await server.StopAsync(now.Token);
        await server.DisposeAsync();
    }

    // The default lifetime would take Ctrl+C away from the program that owns this server.
    sealed class OwnersLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
