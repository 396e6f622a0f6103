using AssetFunctions.Cosmos.Pricing;
using AssetFunctions.Cosmos.Tests.Support;
using AssetFunctions.Local.Cosmos.Faults;
using AssetFunctions.Local.Cosmos.Metering;
using AssetFunctions.Sync;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Prices;

namespace AssetFunctions.Cosmos.Tests.Pricing;

/// <summary>A refresh that dies at any of its requests, before or after the database has carried it out, is made up for by the next one.</summary>
public sealed class PricePageCrashTests
{
    // The requests of the scenario's refreshes: batches that read or write pages, and bulks that write segments of the history.
    const int Batches = 16;
    const int Bulks = 2;

    static readonly Lazy<Task<EndState>> Undisturbed = new(() => RunAsync(fault: null));

    public static TheoryData<OperationType, FaultAction, int> Faults() => DroppedRequests.Of((OperationType.Batch, Batches), (OperationType.Bulk, Bulks));

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_crash_at_any_request_of_taking_over_splitting_and_folding_is_harmless(OperationType operation, FaultAction action, int number)
    {
        var undisturbed = await Undisturbed.Value;

        var disturbed = await RunAsync(new FaultRule { Operation = operation, Action = action, Skip = number, Count = 1 });

        Assert.Equal(undisturbed.Prices, disturbed.Prices);
        Assert.Equal(undisturbed.History, disturbed.History);
        Assert.Equal(undisturbed.Pages, disturbed.Pages);
    }

    [Fact]
    public async Task The_scenario_has_as_many_requests_as_are_struck_and_splits_and_folds()
    {
        var undisturbed = await Undisturbed.Value;

        Assert.Equal(Batches, undisturbed.Batches);
        Assert.True(undisturbed.Bulks >= Bulks);
        Assert.True(undisturbed.Pages.Count > 3);
    }

    // Taking over and splitting at once, the end of an hour, more assets that split pages, and the end of a day.
    static async Task<EndState> RunAsync(FaultRule? fault)
    {
        await using var world = await PriceWorld.StartAsync();
        if (fault is not null)
        {
            world.Server.Faults.Add(fault);
        }

        await AgainAsync(world, () => world.RegisterAsync(250));
        await RefreshAsync(world, minutesLater: 15);
        await RefreshAsync(world, minutesLater: 60);
        await AgainAsync(world, () => world.RegisterAsync(350));
        await RefreshAsync(world, minutesLater: 10);
        await RefreshAsync(world, minutesLater: 11 * 60);
        await RefreshAsync(world, minutesLater: 10);
        var spent = world.Meter();
        Assert.Empty(world.Server.Faults.Rules);
        var stored = await world.StoredAsync();
        var history = new List<PricePoint>();
        foreach (var key in world.Keys.Where((_, index) => index % 40 == 0))
        {
            history.AddRange(await world.History.ReadAsync(key, DateTimeOffset.UnixEpoch, world.Clock.GetUtcNow().AddDays(1), default));
        }

        return new EndState(
            [.. stored.OrderBy(asset => asset.Key).Select(asset => (asset.Key, asset.Value.Price))],
            history,
            [.. (await world.PagesAsync()).Select(page => page.Key).Order(StringComparer.Ordinal)],
            spent.Rows.Where(row => row.Operation == OperationType.Batch).Sum(row => row.Requests),
            spent.Rows.Where(row => row.Operation == OperationType.Bulk).Sum(row => row.Requests));
    }

    static Task RefreshAsync(PriceWorld world, double minutesLater)
    {
        world.Advance(minutesLater);
        return AgainAsync(world, world.RefreshAsync);
    }

    // As the queue does, it delivers again what failed.
    static async Task AgainAsync(PriceWorld world, Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (TransientStoreException)
        {
            await AssertWholeAsync(world);
            await work();
        }

        await AssertWholeAsync(world);
    }

    // At every instant the pages cover every address once, and none is larger than it may be.
    static async Task AssertWholeAsync(PriceWorld world)
    {
        var pages = await world.PagesAsync();
        if (!pages.Remove(PricePrefix.HeadId, out var head) || head.GetProperty("pages").GetArrayLength() == 0)
        {
            Assert.Empty(pages);
            return;
        }

        var prefixes = head.GetProperty("pages").EnumerateArray().Select(prefix => prefix.GetString()!).ToList();
        Assert.Equal(prefixes.Select(PricePrefix.PageId).Order(StringComparer.Ordinal), pages.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(1.0, prefixes.Sum(prefix => Math.Pow(2, -prefix.Length)));
        foreach (var (id, page) in pages)
        {
            Assert.InRange(page.GetRawText().Length, 1, CosmosDefaults.PricePageBytes);
            Assert.All(page.GetProperty("rows").EnumerateObject(), row => Assert.StartsWith(id, PricePrefix.PageId(PricePrefix.HashOf(row.Name)), StringComparison.Ordinal));
        }
    }

    sealed record EndState(
        IReadOnlyList<(AssetKey, AssetPrice?)> Prices, IReadOnlyList<PricePoint> History, IReadOnlyList<string> Pages, long Batches, long Bulks);
}
