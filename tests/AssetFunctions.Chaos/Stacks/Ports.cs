using AssetFunctions.Cosmos;
using AssetFunctions.Sync;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Prices;
using AssetFunctions.Sync.Wallets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AssetFunctions.Chaos.Stacks;

/// <summary>The product's own readers over the database of a stack. Nothing else here depends on the stored format.</summary>
sealed class Ports : IAsyncDisposable
{
    /// <summary>Application name of these reads, by which the meter of the database separates them from those of the instances.</summary>
    public const string ClientName = "Chaos";

    readonly ServiceProvider _services;

    public Ports(string connectionString)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["Cosmos:ConnectionString"] = connectionString,
                ["Cosmos:ApplicationName"] = ClientName,
            })
            .Build();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddAssetSync(configuration).UseCosmos();
        _services = services.BuildServiceProvider();
    }

    public IWalletReader Wallets => _services.GetRequiredService<IWalletReader>();

    public IWalletStore Runs => _services.GetRequiredService<IWalletStore>();

    public IWalletHistory Values => _services.GetRequiredService<IWalletHistory>();

    public IAssetRegistry Registry => _services.GetRequiredService<IAssetRegistry>();

    public IPriceHistory Prices => _services.GetRequiredService<IPriceHistory>();

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
