using AssetFunctions.Local.Cosmos;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Telemetry;
using AssetFunctions.Sync.Wallets;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AssetFunctions.Cosmos.Tests.Support;

/// <summary>A local server and the stores as the app composes them, with the real SDK between.</summary>
public sealed class CosmosFixture : IAsyncLifetime
{
    LocalCosmosServer? _server;
    ServiceProvider? _services;

    public LocalCosmosServer Server => _server!;

    public IServiceProvider Services => _services!;

    public IAssetRegistry Registry => Services.GetRequiredService<IAssetRegistry>();

    public IWalletStore Wallets => Services.GetRequiredService<IWalletStore>();

    public IWalletReader Reader => Services.GetRequiredService<IWalletReader>();

    public IWalletDirectory Directory => Services.GetRequiredService<IWalletDirectory>();

    public DatabaseMeter Meter => Services.GetRequiredService<DatabaseMeter>();

    public Container WalletContainer => ContainerOf(ContainerDefinitions.Wallets);

    public Container RegistryContainer => ContainerOf(ContainerDefinitions.Registry);

    public Container PricesContainer => ContainerOf(ContainerDefinitions.Prices);

    public static ServiceProvider Compose(params (string Key, string? Value)[] settings) => Compose(TimeProvider.System, settings);

    public static ServiceProvider Compose(TimeProvider clock, params (string Key, string? Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create($"Cosmos:{setting.Key}", setting.Value)))
            .Build();
        return new ServiceCollection().AddSingleton(clock).AddCosmosStores(configuration).BuildServiceProvider();
    }

    public async Task InitializeAsync()
    {
        _server = await LocalCosmosServer.StartAsync(new LocalCosmosOptions { Port = 0 });
        _services = Compose(("ConnectionString", _server.ConnectionString));
        await Services.GetRequiredService<CosmosResources>().EnsureCreatedAsync(CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        await _services!.DisposeAsync();
        await Server.DisposeAsync();
    }

    Container ContainerOf(string name) => Services.GetRequiredService<CosmosClient>().GetContainer(CosmosDefaults.Database, name);
}
