namespace AssetFunctions.Local.FunctionsHost.Hosting;

/// <summary>Leaves Ctrl+C and SIGTERM to <see cref="FunctionsHost"/>, which stops its parts in order.</summary>
sealed class NoLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
