using AssetFunctions.Local.Cosmos;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Telemetry;
using AssetFunctions.Sync.Wallets;
using AssetFunctions.Testing.Contracts;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AssetFunctions.Cosmos.Tests.Support;

/// <summary>A local server and the stores as the app composes them, with the real SDK in between.</summary>
public sealed class CosmosFixture : IAsyncLifetime
{
    LocalCosmosServer? _server;
    ServiceProvider? _services;
    ServiceProvider? _documents;

    public LocalCosmosServer Server => _server!;

    public IServiceProvider Services => _services!;

    public IAssetRegistry Registry => Services.GetRequiredService<IAssetRegistry>();

    public ITrustStore Trust => Services.GetRequiredService<ITrustStore>();

    public IWalletStore Wallets => Services.GetRequiredService<IWalletStore>();

    /// <summary>The store of wallets with setting <c>Cosmos:WriteLayout</c> documents.</summary>
    public IWalletStore Documents => _documents!.GetRequiredService<IWalletStore>();

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
        _services = Compose(("ConnectionString", _server.ConnectionString), ("WriteLayout", nameof(WriteLayout.Pages)));
        _documents = Compose(("ConnectionString", _server.ConnectionString), ("WriteLayout", nameof(WriteLayout.Documents)));
        await Services.GetRequiredService<CosmosResources>().EnsureCreatedAsync(CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        await _documents!.DisposeAsync();
        await _services!.DisposeAsync();
        await Server.DisposeAsync();
    }

    /// <summary>All stored positions of a wallet.</summary>
    public async Task<IReadOnlyList<PositionExample>> PositionsAsync(string wallet) => await Reader.FindContentAsync(wallet, CancellationToken.None) is not { } content ? [] :
        [.. content.Positions.Select(position => new PositionExample(
            position.Id, position.Asset.Network, position.Asset.ContractAddress, position.Type, position.Protocol, position.RawAmount, position.Decimals))];

    Container ContainerOf(string name) => Services.GetRequiredService<CosmosClient>().GetContainer(CosmosDefaults.Database, name);
}
