using System.Text.Json;
using System.Text.Json.Nodes;
using AssetFunctions.Cosmos.Pricing;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Prices;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.DependencyInjection;
using static AssetFunctions.Cosmos.Tests.Pricing.PriceCopies;
using static AssetFunctions.Testing.Fixtures.AssetExamples;

namespace AssetFunctions.Cosmos.Tests.Pricing;

/// <summary>Prices of pages, copied to documents for a release that reads those alone.</summary>
public sealed class PriceCopyTests
{
    const string OtherNetwork = "base";

    [Fact]
    public async Task A_reader_of_documents_alone_has_the_current_prices_of_every_network_after_the_copy()
    {
        await using var world = await StartAsync();
        await AddOtherNetworkAsync(world);
        Assert.DoesNotContain(await DocumentsAsync(world), asset => asset.Value.Price!.Provider == "defillama");

        var copied = await CopyAsync(world);

        var documents = await DocumentsAsync(world);
        var current = await CurrentAsync(world, documents.Keys);
        Assert.Equal(AssetCount + 1, documents.Count);
        Assert.All(documents, asset => Assert.Equal((current[asset.Key].Price, "defillama"), (asset.Value.Price, asset.Value.Price!.Provider)));
        Assert.Equal([OtherNetwork, PriceWorld.Network], copied.Select(page => page.Key.Network).Distinct(StringComparer.Ordinal));
        Assert.Equal((AssetCount + 1, 0, 0), Sum(copied));
    }

    [Fact]
    public async Task A_price_that_awaits_confirmation_and_a_later_held_day_are_copied_too()
    {
        await using var world = await StartAsync(assets: 3);
        await ChangeRowAsync(world, world.Keys[0], row =>
        {
            row["heldDay"] = "2026-03-05";
            row["suspect"] = JsonNode.Parse("""{"usd":"77.5","asOf":"2026-03-01T13:30:00Z","provider":"zerion"}""");
        });

        await CopyAsync(world);

        var documents = await DocumentsAsync(world);
        Assert.Equal(await CurrentAsync(world, documents.Keys), documents);
        var asset = documents[world.Keys[0]];
        Assert.Equal(new SuspectPrice(77.5m, Noon.AddMinutes(90), "zerion"), asset.Price!.Suspect);
        Assert.Equal(Noon.AddDays(4).AddHours(-12), asset.HeldAt);
        Assert.Equal(Noon, documents[world.Keys[1]].HeldAt);
    }

    [Fact]
    public async Task Copying_again_writes_nothing()
    {
        await using var world = await StartAsync();
        await CopyAsync(world);
        var before = await VersionsAsync(world);

        var again = await CopyAsync(world);

        Assert.Equal((0, AssetCount, 0), Sum(again));
        Assert.Equal(before, await VersionsAsync(world));
    }

    [Fact]
    public async Task A_document_with_a_later_price_keeps_it()
    {
        await using var world = await StartAsync();
        world.Advance(25);
        var newer = world.Keys.Take(30).ToList();
        await world.SyncAsync(world.StartInstance(WriteLayout.Documents), newer);
        var before = await DocumentsAsync(world);

        var copied = await CopyAsync(world);

        var after = await DocumentsAsync(world);
        Assert.Equal((AssetCount - newer.Count, newer.Count, 0), Sum(copied));
        Assert.All(newer, key => Assert.Equal((before[key], "zerion"), (after[key], after[key].Price!.Provider)));
        Assert.Equal(await CurrentAsync(world, after.Keys), after);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Syncs_that_write_documents_meanwhile_are_not_overwritten(int seed)
    {
        await using var world = await StartAsync();
        var documents = world.StartInstance(WriteLayout.Documents);
        world.Advance(25);
        var random = new Random(seed);
        var wallets = Enumerable.Range(0, 8).Select(_ => random.GetItems([.. world.Keys], 60).Distinct().ToList()).ToList();

        var copying = Task.Run(() => CopyAsync(world));
        var syncs = await Task.WhenAll(wallets.Select(keys => Task.Run(() => world.SyncAsync(documents, keys))));
        await copying;

        var after = await DocumentsAsync(world);
        Assert.All(
            syncs.SelectMany(writes => writes).Where(write => write.Status == AssetWriteStatus.Updated),
            write => Assert.Equal(write.Asset!.Price, after[write.Key].Price));
        Assert.Equal(wallets.SelectMany(keys => keys).ToHashSet(), after.Where(asset => asset.Value.Price!.Provider == "zerion").Select(asset => asset.Key).ToHashSet());
        Assert.Equal(await CurrentAsync(world, after.Keys), after);
    }

    [Fact]
    public async Task Rows_that_cannot_be_copied_are_counted_and_the_others_are_copied()
    {
        await using var world = await StartAsync(assets: 20);
        await ChangeRowAsync(world, world.Keys[3], row => row["usd"] = new JsonObject());
        await world.Container.DeleteItemAsync<JsonElement>(world.Keys[5].ContractAddress, new PartitionKey(PriceWorld.Network));

        var copied = await CopyAsync(world);

        Assert.Equal((18, 0, 2), Sum(copied));
        Assert.Equal(18, (await DocumentsAsync(world)).Values.Count(asset => asset.Price!.Provider == "defillama"));
    }

    [Fact]
    public async Task A_page_that_splits_after_it_was_copied_is_not_copied_again()
    {
        await using var world = await StartAsync();
        var copy = world.Services.GetRequiredService<IPriceCopy>();
        var first = await copy.CopyNextAsync(after: null, default);
        await world.RegisterAsync(AssetCount);
        world.Advance(15);
        await world.RefreshAsync();
        Assert.DoesNotContain(PricePrefix.PageId(first!.Key.Page), (await world.PagesAsync()).Keys);

        var rest = await CopyAsync(world, first.Key);

        Assert.DoesNotContain(rest, page => PricePrefix.Covers(first.Key.Page, page.Key.Page));
        Assert.Equal(1.0, rest.Append(first).Sum(page => Math.Pow(2, -page.Key.Page.Length)));
    }

    [Fact]
    public async Task Without_pages_there_is_nothing_to_copy()
    {
        await using var world = await PriceWorld.StartAsync();
        await world.RegisterAsync(5);

        Assert.Empty(await CopyAsync(world));
    }

    static async Task AddOtherNetworkAsync(PriceWorld world)
    {
        await world.Registry.CreateAsync(OtherNetwork, [Asset(OtherNetwork, "0x1", Price(1m)) with { HeldAt = world.Clock.GetUtcNow() }], default);
        world.Advance(15);
        world.Provider.Price(new(new AssetKey(OtherNetwork, "0x1"), 2m, world.Clock.GetUtcNow()));
        using var refresher = world.Refresher();
        await refresher.TickAsync(OtherNetwork);
    }

    static async Task<Dictionary<string, string>> VersionsAsync(PriceWorld world) =>
        (await DocumentsOfAsync(world)).ToDictionary(document => document.GetProperty("id").GetString()!, document => document.GetProperty("_etag").GetString()!, StringComparer.Ordinal);

    static async Task ChangeRowAsync(PriceWorld world, AssetKey key, Action<JsonNode> change)
    {
        var page = JsonNode.Parse((await world.PagesAsync())["$prices-"].GetRawText())!;
        change(page["rows"]![key.ContractAddress]!);
        await world.Container.ReplaceItemAsync(page, "$prices-", new PartitionKey(PriceWorld.Network));
    }

    static (int Copied, int UpToDate, int Failed) Sum(IReadOnlyList<CopiedPage> pages) =>
        (pages.Sum(page => page.Copied), pages.Sum(page => page.UpToDate), pages.Sum(page => page.Failed));
}
