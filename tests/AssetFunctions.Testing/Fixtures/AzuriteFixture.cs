using AssetFunctions.Local.Processes;
using Xunit;

namespace AssetFunctions.Testing.Fixtures;

/// <summary>An Azurite for the tests: in memory, on free ports of 127.0.0.1, stopped with the tests.</summary>
public sealed class AzuriteFixture : IAsyncLifetime
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("azurite-");
    Azurite? _azurite;

    /// <summary>The address of the account's queues.</summary>
    public Uri QueueEndpoint => Server.QueueEndpoint;

    /// <summary>A storage connection string to it.</summary>
    public string ConnectionString => Server.ConnectionString;

    Azurite Server => _azurite ?? throw new InvalidOperationException("Azurite has not been started.");

    /// <inheritdoc/>
    public async Task InitializeAsync() =>
        _azurite = await Azurite.StartAsync(new AzuriteOptions(Path.Combine(Repository.Root, "infra", "local"), _folder.FullName), TimeProvider.System);

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        await (_azurite?.DisposeAsync() ?? ValueTask.CompletedTask);
        _folder.Delete(recursive: true);
    }
}
