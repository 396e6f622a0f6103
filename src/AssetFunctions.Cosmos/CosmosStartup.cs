using Microsoft.Extensions.Hosting;

namespace AssetFunctions.Cosmos;

/// <summary>Creates missing database resources before any trigger starts, so that the first message finds its containers.</summary>
sealed class CosmosStartup(CosmosResources resources) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => resources.EnsureCreatedAsync(cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
