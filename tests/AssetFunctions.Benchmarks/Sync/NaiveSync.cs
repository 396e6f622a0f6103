using AssetFunctions.Local.Cosmos;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Positions;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.Benchmarks.Sync;

/// <summary>
/// The algorithm that everybody writes first, position by position: find the asset, create it if it is missing, update its price if it is
/// stale, upsert the position. It has containers of its own on the same server.
/// </summary>
sealed class NaiveSync : IDisposable
{
    static readonly TimeSpan Threshold = TimeSpan.FromMinutes(10);

    readonly CosmosClient _client;
    readonly TimeProvider _clock;
    Container _assets = null!;
    Container _positions = null!;

    NaiveSync(CosmosClient client, TimeProvider clock)
    {
        _client = client;
        _clock = clock;
    }

    public static async Task<NaiveSync> StartAsync(LocalCosmosServer server, TimeProvider clock)
    {
        var naive = new NaiveSync(
            new CosmosClient(server.ConnectionString, new CosmosClientOptions
            {
                ConnectionMode = ConnectionMode.Gateway,
                LimitToEndpoint = true,
                UseSystemTextJsonSerializerWithOptions = System.Text.Json.JsonSerializerOptions.Web,
            }),
            clock);
        var database = (await naive._client.CreateDatabaseIfNotExistsAsync("naive")).Database;
        naive._assets = await database.CreateContainerIfNotExistsAsync("assets", "/network");
        naive._positions = await database.CreateContainerIfNotExistsAsync("positions", "/wallet");
        return naive;
    }

    public async Task SyncAsync(string wallet, IEnumerable<ProviderPosition> positions)
    {
        foreach (var position in positions)
        {
            var price = position.PriceUsd is { } usd ? new NaivePrice(usd, _clock.GetUtcNow()) : null;
            if (await FindAsync(position) is not { } asset)
            {
                await _assets.CreateItemAsync(
                    new NaiveAsset(
                        position.Asset.ContractAddress, position.Asset.Network, position.Facts.Symbol, position.Facts.Name, position.Facts.Decimals, position.Facts.IconUrl, price),
                    new PartitionKey(position.Asset.Network));
            }
            else if (price is not null && (asset.Price is null || price.AsOf - asset.Price.AsOf >= Threshold))
            {
                await _assets.PatchItemAsync<NaiveAsset>(asset.Id, new PartitionKey(asset.Network), [PatchOperation.Set("/price", price)]);
            }

            await _positions.UpsertItemAsync(
                new NaivePosition(PositionId.For(position).Replace(':', '-'), wallet, position.Asset.Network, position.Asset.ContractAddress, position.Type, position.RawAmount.ToString(), position.Decimals),
                new PartitionKey(wallet));
        }
    }

    /// <summary>Refreshes prices, asset by asset: finds it and updates its price.</summary>
    public async Task RefreshAsync(IEnumerable<AssetKey> assets, decimal usd)
    {
        foreach (var key in assets)
        {
            await _assets.ReadItemAsync<NaiveAsset>(key.ContractAddress, new PartitionKey(key.Network));
            await _assets.PatchItemAsync<NaiveAsset>(
                key.ContractAddress, new PartitionKey(key.Network), [PatchOperation.Set("/price", new NaivePrice(usd, _clock.GetUtcNow()))]);
        }
    }

    public void Dispose() => _client.Dispose();

    async Task<NaiveAsset?> FindAsync(ProviderPosition position)
    {
        try
        {
            return await _assets.ReadItemAsync<NaiveAsset>(position.Asset.ContractAddress, new PartitionKey(position.Asset.Network));
        }
        catch (CosmosException ex) when (ex.StatusCode == System.Net.HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    sealed record NaivePrice(decimal Usd, DateTimeOffset AsOf);

    sealed record NaiveAsset(string Id, string Network, string Symbol, string Name, int Decimals, string? IconUrl, NaivePrice? Price);

    sealed record NaivePosition(string Id, string Wallet, string Network, string ContractAddress, string Type, string RawAmount, int Decimals);
}
