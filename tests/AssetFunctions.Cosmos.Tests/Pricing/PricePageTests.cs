using System.Text.Json.Nodes;
using AssetFunctions.Cosmos.Pricing;
using AssetFunctions.Local.Cosmos.Metering;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Phases;
using AssetFunctions.Sync.Phases.PriceRefresh;
using AssetFunctions.Sync.Prices;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.DependencyInjection;
using static AssetFunctions.Testing.Fixtures.AssetExamples;

namespace AssetFunctions.Cosmos.Tests.Pricing;

/// <summary>What is in pages, who reads it, and what becomes of what cannot be read.</summary>
public sealed class PricePageTests
{
    [Fact]
    public async Task A_price_is_read_from_wherever_it_is_later()
    {
        await using var world = await PriceWorld.StartAsync();
        var documents = world.StartInstance(WriteLayout.Documents);
        await world.RegisterAsync(3);
        world.Advance(15);
        await world.RefreshAsync();
        var paged = await world.StoredAsync();
        Assert.All(paged.Values, asset => Assert.Equal(("defillama", asset.Facts), (asset.Price!.Provider, Facts(asset.Facts.Symbol))));

        world.Advance(25);
        var before = await world.PagesAsync();
        var writes = await world.SyncAsync(documents, world.Keys);
        Assert.All(writes, write => Assert.Equal((AssetWriteStatus.Updated, "zerion"), (write.Status, write.Asset?.Price?.Provider)));
        Assert.Equal(before["$prices-"].GetRawText(), (await world.PagesAsync())["$prices-"].GetRawText());
        Assert.All((await world.StoredAsync()).Values, asset => Assert.Equal("zerion", asset.Price!.Provider));

        // The refresh takes the later prices over, and does not replace them before their time.
        await world.RefreshAsync();
        Assert.All((await world.StoredAsync()).Values, asset => Assert.Equal("zerion", asset.Price!.Provider));
        world.Advance(12);
        await world.RefreshAsync();
        Assert.All((await world.StoredAsync()).Values, asset => Assert.Equal("defillama", asset.Price!.Provider));
    }

    [Fact]
    public async Task Documents_alone_are_written_where_the_layout_says_so()
    {
        await using var world = await PriceWorld.StartAsync();
        var documents = world.StartInstance(WriteLayout.Documents);
        await documents.GetRequiredService<IAssetRegistry>().CreateAsync(PriceWorld.Network, [Asset(PriceWorld.Network, "0x1", Price(1m)) with { HeldAt = Noon }], default);
        world.Advance(15);
        world.Provider.Price(new(new AssetKey(PriceWorld.Network, "0x1"), 2m, world.Clock.GetUtcNow()));

        using var refresher = world.Refresher(documents);
        await refresher.TickAsync(PriceWorld.Network);

        Assert.Equal(2m, Assert.Single(await world.Registry.ReadAsync([new(PriceWorld.Network, "0x1")], default)).Price?.Usd);
        Assert.Empty(await world.PagesAsync("$"));
    }

    [Fact]
    public async Task A_request_of_a_release_without_pages_ends_its_refresh_and_the_next_tick_takes_over()
    {
        await using var world = await PriceWorld.StartAsync();
        await world.RegisterAsync(30);
        world.Advance(15);
        var query = new HeldAssetsQuery(PriceWorld.Network, DateTimeOffset.UnixEpoch, world.Clock.GetUtcNow(), 10);
        var continuation = (await world.Registry.ListHeldAsync(query, default)).Continuation;
        Assert.NotNull(continuation);
        using var refresher = world.Refresher();

        var outcome = await refresher.DeliverAsync(new()
        {
            Version = PriceRefreshRequest.CurrentVersion, Network = PriceWorld.Network, PlannedAt = world.Clock.GetUtcNow(), Continuation = continuation,
        });

        Assert.Same(PhaseOutcome.Done, outcome);
        Assert.Empty(world.Provider.Requested);
    }

    [Fact]
    public async Task A_row_that_cannot_be_read_stays_as_it_is_and_its_price_is_kept_in_its_document()
    {
        await using var world = await PriceWorld.StartAsync();
        await world.RegisterAsync(20);
        world.Advance(15);
        await world.RefreshAsync();
        var (broken, page) = (world.Keys[7], JsonNode.Parse((await world.PagesAsync())["$prices-"].GetRawText())!);
        page["rows"]![broken.ContractAddress] = JsonNode.Parse("""{"usd":{"amount":"1","in":"wei"},"heldDay":"2026-03-01","of":["a","newer",{"release":3}]}""");
        var row = page["rows"]![broken.ContractAddress]!.ToJsonString();
        await world.Container.ReplaceItemAsync(page, "$prices-", new PartitionKey(PriceWorld.Network));

        world.Advance(25);
        var writes = await world.SyncAsync(world.StartInstance(), world.Keys);
        world.Advance(25);
        await world.RefreshAsync();

        Assert.All(writes, write => Assert.Equal(AssetWriteStatus.Updated, write.Status));
        var stored = await world.StoredAsync();
        Assert.All(stored, asset => Assert.Equal(asset.Key == broken ? "zerion" : "defillama", asset.Value.Price!.Provider));
        Assert.Equal(row, (await world.PagesAsync())["$prices-"].GetProperty("rows").GetProperty(broken.ContractAddress).GetRawText());
    }

    [Fact]
    public async Task Members_of_a_newer_release_are_kept_in_a_row_that_is_rewritten()
    {
        await using var world = await PriceWorld.StartAsync();
        await world.RegisterAsync(5);
        world.Advance(15);
        await world.RefreshAsync();
        var page = JsonNode.Parse((await world.PagesAsync())["$prices-"].GetRawText())!;
        page["rows"]![world.Keys[2].ContractAddress]!["confirmations"] = new JsonArray("zerion", 5);
        await world.Container.ReplaceItemAsync(page, "$prices-", new PartitionKey(PriceWorld.Network));

        world.Advance(12);
        await world.RefreshAsync();

        var row = (await world.PagesAsync())["$prices-"].GetProperty("rows").GetProperty(world.Keys[2].ContractAddress);
        Assert.Equal("""["zerion",5]""", row.GetProperty("confirmations").GetRawText());
        Assert.All((await world.StoredAsync()).Values, asset => Assert.True(asset.Price!.AsOf > world.Clock.GetUtcNow().AddMinutes(-1)));
    }

    [Fact]
    public async Task New_facts_and_a_later_hold_reach_the_row_and_an_asset_that_is_held_no_more_leaves_with_its_price()
    {
        await using var world = await PriceWorld.StartAsync();
        await world.RegisterAsync(3);
        world.Advance(15);
        await world.RefreshAsync();
        world.Advance(6 * 24 * 60);
        var later = world.Clock.GetUtcNow();
        await world.Registry.UpdateAsync(PriceWorld.Network, [new(world.Keys[0], null, Facts("NEW") with { Decimals = 6 }, later)], TimeSpan.FromMinutes(10), default);
        await world.RefreshAsync();
        var rows = (await world.PagesAsync())["$prices-"].GetProperty("rows");
        var row = rows.GetProperty(world.Keys[0].ContractAddress);
        Assert.Equal(("NEW", 6, "2026-03-07"), (row.GetProperty("symbol").GetString(), row.GetProperty("decimals").GetInt32(), row.GetProperty("heldDay").GetString()));

        var before = await world.StoredAsync();

        world.Advance(2 * 24 * 60);
        await world.RefreshAsync();
        world.Advance(10);
        await world.RefreshAsync();

        Assert.Equal([world.Keys[0]], world.Provider.Requested[^1]);
        rows = (await world.PagesAsync())["$prices-"].GetProperty("rows");
        Assert.Equal([world.Keys[0].ContractAddress], rows.EnumerateObject().Select(left => left.Name));
        Assert.All((await world.StoredAsync()).Values.Where(asset => asset.Key != world.Keys[0]), asset => Assert.Equal(before[asset.Key].Price, asset.Price));
        Assert.Equal(
            [before[world.Keys[1]].Price!.AsOf],
            (await world.History.ReadAsync(world.Keys[1], world.Clock.GetUtcNow().AddDays(-3), world.Clock.GetUtcNow(), default)).Select(point => point.AsOf));

        // Held again, it is taken over again.
        await world.Registry.UpdateAsync(PriceWorld.Network, [new(world.Keys[1], null, null, world.Clock.GetUtcNow())], TimeSpan.FromMinutes(10), default);
        world.Advance(10);
        await world.RefreshAsync();
        Assert.True((await world.StoredAsync())[world.Keys[1]].Price!.AsOf > before[world.Keys[1]].Price!.AsOf);
    }

    [Fact]
    public async Task More_new_assets_than_a_query_returns_are_taken_over_and_refreshed_in_one_tick()
    {
        await using var world = await PriceWorld.StartAsync();
        await world.RegisterAsync(2_300);
        world.Advance(15);

        await world.RefreshAsync();
        var (requests, taken) = (world.Provider.Requested.Count, world.Meter());
        await world.RefreshAsync();
        var spent = world.Meter() - taken;

        Assert.Equal(requests, world.Provider.Requested.Count);
        Assert.All((await world.StoredAsync()).Values, asset => Assert.Equal("defillama", asset.Price!.Provider));
        Assert.Equal(2_300, (await world.PagesAsync()).Values.Where(page => page.TryGetProperty("rows", out _)).Sum(page => page.GetProperty("rows").EnumerateObject().Count()));
        Assert.DoesNotContain(spent.Rows, row => row.Operation == OperationType.Query && row.RequestUnits > 50);
    }

    [Fact]
    public async Task Searches_and_lists_leave_pages_out_and_show_current_prices()
    {
        await using var world = await PriceWorld.StartAsync();
        await world.RegisterAsync(30);
        world.Advance(15);
        await world.RefreshAsync();

        var found = await world.Services.GetRequiredService<IAssetSearch>().SearchAsync(new AssetSearchQuery { PageSize = 100 }, default);
        var held = await world.Registry.ListHeldAsync(new HeldAssetsQuery(PriceWorld.Network, DateTimeOffset.UnixEpoch, world.Clock.GetUtcNow(), 100), default);

        Assert.Equal(world.Keys.Order(), found.Assets.Select(asset => asset.Key).Order());
        Assert.Equal(world.Keys.Order(), held.Assets.Select(asset => asset.Key).Order());
        Assert.All(found.Assets.Concat(held.Assets), asset => Assert.Equal("defillama", asset.Price!.Provider));
    }

    [Fact]
    public async Task Assets_with_addresses_like_ids_of_pages_or_as_long_as_a_page_keep_their_prices_in_their_documents_or_rows_of_their_own()
    {
        await using var world = await PriceWorld.StartAsync();
        string[] addresses = [PricePrefix.HeadId, "$prices-", "$hours--2026030112", new string('a', 1_024), new string('漢', 90), "\"\\\u0000é"];
        await world.Registry.CreateAsync(PriceWorld.Network, [.. addresses.Select(address => Asset(PriceWorld.Network, address, Price(1m)) with { HeldAt = Noon })], default);
        world.Advance(15);
        foreach (var address in addresses)
        {
            world.Provider.Price(new(new AssetKey(PriceWorld.Network, address), 2m, world.Clock.GetUtcNow()));
        }

        await world.RefreshAsync();

        var stored = await world.Registry.ReadAsync([.. addresses.Select(address => new AssetKey(PriceWorld.Network, address))], default);
        Assert.Equal(addresses.Length, stored.Count);
        Assert.All(stored, asset => Assert.Equal(asset.Key.ContractAddress.Length > 80 ? 1m : 2m, asset.Price!.Usd));
    }

    [Fact]
    public async Task A_tick_without_a_price_provider_takes_new_assets_over_and_calls_no_provider()
    {
        await using var world = await PriceWorld.StartAsync();
        await world.RegisterAsync(5);
        using var refresher = new Testing.Drivers.PriceRefreshDriver(world.Registry, provider: null, world.Clock, new PriceRefreshOptions(), pages: world.Pages);

        await refresher.TickAsync(PriceWorld.Network);

        Assert.Equal(5, (await world.PagesAsync())["$prices-"].GetProperty("rows").EnumerateObject().Count());
        Assert.All((await world.StoredAsync()).Values, asset => Assert.Equal("test", asset.Price!.Provider));
    }
}
