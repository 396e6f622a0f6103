using System.Text.Json;
using AssetFunctions.Cosmos.Documents;
using AssetFunctions.Sync;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Prices;
using Microsoft.Extensions.DependencyInjection;

namespace AssetFunctions.Cosmos.Tests.Pricing;

/// <summary>Copies prices from pages to documents and reads both.</summary>
static class PriceCopies
{
    public const int AssetCount = 400;

    /// <summary>A network whose current prices are in pages alone.</summary>
    public static async Task<PriceWorld> StartAsync(int assets = AssetCount)
    {
        var world = await PriceWorld.StartAsync();
        await world.RegisterAsync(assets);
        world.Advance(15);
        await world.RefreshAsync();
        return world;
    }

    // As the command line does, it repeats a call that failed.
    public static async Task<List<CopiedPage>> CopyAsync(PriceWorld world, PricePageKey? after = null)
    {
        // Another instance: it knows no directory.
        var copy = world.StartInstance(WriteLayout.Documents).GetRequiredService<IPriceCopy>();
        var copied = new List<CopiedPage>();
        while (true)
        {
            try
            {
                if (await copy.CopyNextAsync(copied.Count == 0 ? after : copied[^1].Key, default) is not { } page)
                {
                    return copied;
                }

                copied.Add(page);
            }
            catch (TransientStoreException)
            {
                Assert.Empty(world.Server.Faults.Rules);
            }
        }
    }

    /// <summary>Assets as their documents alone have them.</summary>
    public static async Task<Dictionary<AssetKey, Asset>> DocumentsAsync(PriceWorld world) =>
        (await DocumentsOfAsync(world)).Select(document => AssetMapper.ToAsset(document.Deserialize(CosmosJson.Default.AssetDocument)!)).ToDictionary(asset => asset.Key);

    public static async Task<List<JsonElement>> DocumentsOfAsync(PriceWorld world)
    {
        using var pages = world.Container.GetItemQueryIterator<JsonElement>("SELECT * FROM c WHERE IS_DEFINED(c.contractAddress)");
        var documents = new List<JsonElement>();
        while (pages.HasMoreResults)
        {
            documents.AddRange(await pages.ReadNextAsync());
        }

        return documents;
    }

    public static async Task<Dictionary<AssetKey, Asset>> CurrentAsync(PriceWorld world, IReadOnlyCollection<AssetKey> keys) =>
        (await world.StartInstance().GetRequiredService<IAssetRegistry>().ReadAsync(keys, default)).ToDictionary(asset => asset.Key);
}
