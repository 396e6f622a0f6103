using System.Numerics;
using System.Text.Json;
using AssetFunctions.Cosmos.Client;
using AssetFunctions.Cosmos.Documents;
using AssetFunctions.Cosmos.Tests.Support;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Wallets;
using Microsoft.Azure.Cosmos;
using static AssetFunctions.Testing.Fixtures.WalletExamples;

namespace AssetFunctions.Cosmos.Tests.Wallets;

/// <summary>Positions in pages: whatever chunks come, in whatever order, every position is there exactly once.</summary>
public sealed class PositionPagesTests(CosmosFixture cosmos) : IClassFixture<CosmosFixture>
{
    static readonly CancellationToken Token = CancellationToken.None;

    readonly string _wallet = $"0x{Guid.NewGuid():N}";

    // Runs with random bounds, of which only some chunks arrive, in any order. The next run meets pages of several runs.
    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Every_position_is_stored_once_whatever_the_bounds_of_the_runs_before(int seed)
    {
        var random = new Random(seed);
        var expected = new SortedDictionary<string, BigInteger>(StringComparer.Ordinal);
        var store = seed % 3 == 0 ? cosmos.Documents : cosmos.Wallets;
        for (var number = 0; number < 12; number++)
        {
            // A wallet that begins with documents goes on with pages, and stays in pages.
            store = number == 3 ? cosmos.Wallets : number == 9 ? cosmos.Documents : store;
            var fetched = Fetch(random);
            var parts = PositionCuts.Cut(PositionRange.All, fetched, random.Next(20, 200));
            var run = Run(_wallet, $"run-{number}", number * 10, chunks: parts.Count);
            foreach (var part in parts.OrderBy(_ => random.Next()).Take(random.Next(1, parts.Count + 1)))
            {
                await StoreAsync(store, run, part.Range, fetched[part.Start..part.End], isGuessing: random.Next(2) == 0);
                foreach (var id in expected.Keys.Where(part.Range.Contains).ToList())
                {
                    expected.Remove(id);
                }

                fetched[part.Start..part.End].ForEach(position => expected[position.Id] = position.Row.RawAmount);
                await AssertStoredAsync(expected);
            }
        }
    }

    public static TheoryData<int> Seeds() => [.. Enumerable.Range(1, 12)];

    [Fact]
    public async Task Readers_see_every_position_once_while_pages_are_moved()
    {
        var positions = Sorted(Positions(400));
        await StoreRunAsync(cosmos.Wallets, 0, positions, capacity: 150);
        using var done = new CancellationTokenSource();
        var reading = Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
        {
            var reads = 0;
            while (!done.IsCancellationRequested)
            {
                var content = await cosmos.Reader.FindContentAsync(_wallet, Token);
                Assert.Equal(positions.Select(position => position.Id), content!.Positions.Select(position => position.Id));
                reads++;
            }

            return reads;
        })).ToList();

        for (var number = 1; number < 25; number++)
        {
            await StoreRunAsync(cosmos.Wallets, number, positions, capacity: 60 + (number * 37 % 200));
        }

        await done.CancelAsync();
        Assert.All(await Task.WhenAll(reading), reads => Assert.True(reads > 0));
    }

    [Fact]
    public async Task Two_chunks_that_share_a_page_do_not_lose_each_others_positions()
    {
        var positions = Sorted(Positions(80));
        await StoreRunAsync(cosmos.Wallets, 0, positions, capacity: 100);
        var run = Run(_wallet, "run-1", 10, chunks: 2);
        var left = await cosmos.Wallets.ReadRangeAsync(_wallet, RangeOf(0, 2), Token);
        var right = await cosmos.Wallets.ReadRangeAsync(_wallet, RangeOf(1, 2), Token);

        var stored = await Task.WhenAll(Commit(0, left), Commit(1, right));

        // Both had read the one page there was, so only one of them can be based on it.
        Assert.Single(stored, state => state is null);

        Task<WalletState?> Commit(int index, WalletRange range) => cosmos.Wallets.CommitAsync(
            new ChunkCommit
            {
                Run = run, Mark = Mark(run, index), Upserts = PositionsIn(index, 2, amount: 7), Removals = [], Basis = range.State, Range = range,
            },
            Token);
    }

    [Fact]
    public async Task Positions_that_were_documents_become_pages_with_the_first_change_and_their_documents_go()
    {
        var positions = Sorted(Positions(250));
        await StoreRunAsync(cosmos.Documents, 0, positions, capacity: 90);
        Assert.Equal(250, await CountAsync(WalletDocumentTypes.Position));
        var before = (await cosmos.Reader.FindContentAsync(_wallet, Token))!.Positions;
        positions[17] = Sync.Positions.Position.From(positions[17].Row with { RawAmount = 99 });

        await StoreRunAsync(cosmos.Wallets, 1, positions, capacity: 300);

        var after = (await cosmos.Reader.FindContentAsync(_wallet, Token))!.Positions;
        Assert.Equal((0, 3), (await CountAsync(WalletDocumentTypes.Position), await CountAsync(WalletDocumentTypes.Page)));
        Assert.Equal(before.Select(position => position.Id == positions[17].Id ? position with { RawAmount = 99, ChangedAt = Noon.AddMinutes(10) } : position), after);
    }

    [Fact]
    public async Task A_page_is_below_32_KB_and_only_the_page_of_a_change_is_written()
    {
        var positions = Sorted(Positions(300));
        await StoreRunAsync(cosmos.Wallets, 0, positions, capacity: 300);
        var before = await PagesAsync();
        positions[150] = Sync.Positions.Position.From(positions[150].Row with { RawAmount = 99 });

        await StoreRunAsync(cosmos.Wallets, 1, positions, capacity: 300);

        var after = await PagesAsync();
        Assert.All(after.Values, page => Assert.InRange(page.GetRawText().Length, 1, 31_000));
        Assert.Single(after, page => page.Value.GetProperty("_etag").GetString() != before[page.Key].GetProperty("_etag").GetString());
    }

    [Fact]
    public async Task A_row_that_cannot_be_read_is_kept_as_it_is_and_counted()
    {
        var positions = Sorted(Positions(5));
        await StoreRunAsync(cosmos.Wallets, 0, positions, capacity: 300);
        var page = Assert.Single(await PagesAsync()).Value;
        var broken = page.GetRawText().Replace("\"amount\":\"3\"", "\"amount\":\"not a number\"", StringComparison.Ordinal);
        using var content = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(broken));
        (await cosmos.WalletContainer.ReplaceItemStreamAsync(content, page.GetProperty("id").GetString(), new PartitionKey(_wallet))).EnsureSuccessStatusCode();

        var range = await cosmos.Wallets.ReadRangeAsync(_wallet, PositionRange.All, positions, Token);
        await StoreRunAsync(cosmos.Wallets, 1, Sorted([.. positions.Where(position => position.Row.RawAmount != 3), Position(70)]), capacity: 300);

        Assert.Equal((1, 4), (range.Unreadable, range.Positions.Count));
        var rows = Assert.Single(await PagesAsync()).Value.GetProperty("rows").EnumerateArray().ToList();
        Assert.Equal(6, rows.Count);
        var kept = Assert.Single(rows, row => row.GetProperty("amount").GetString() == "not a number");

        // It shared these with the others of its former page.
        Assert.Equal(("ethereum", "test", "run-0"), (kept.GetProperty("network").GetString(), kept.GetProperty("provider").GetString(), kept.GetProperty("writer").GetString()));
    }

    static List<Position> Fetch(Random random) => Sorted([.. Enumerable.Range(0, random.Next(400))
        .Where(_ => random.Next(5) > 0)
        .Select(number => Position(number, random.Next(3), random.Next(4) == 0 ? "base" : "ethereum"))]);

    static List<Position> Sorted(IEnumerable<Position> positions) => [.. positions.OrderBy(position => position.Id, StringComparer.Ordinal)];

    async Task StoreRunAsync(IWalletStore store, int number, List<Position> positions, double capacity)
    {
        var parts = PositionCuts.Cut(PositionRange.All, positions, capacity);
        var run = Run(_wallet, $"run-{number}", number * 10, chunks: parts.Count);
        foreach (var part in parts)
        {
            await StoreAsync(store, run, part.Range, positions[part.Start..part.End], isGuessing: true);
        }
    }

    // The loop every caller of the store runs, without its rules of what is kept.
    async Task StoreAsync(IWalletStore store, SyncRun run, PositionRange part, List<Position> wanted, bool isGuessing)
    {
        while (true)
        {
            var range = await store.ReadRangeAsync(_wallet, part, isGuessing ? wanted : [], Token);
            var stored = range.Positions.ToDictionary(position => position.Id, position => position.Fingerprint, StringComparer.Ordinal);
            var ids = wanted.Select(position => position.Id).ToHashSet(StringComparer.Ordinal);
            var commit = new ChunkCommit
            {
                Run = run,
                Mark = new ChunkMark(part, run.StartedAt, run.RunId, new ChunkTally { Positions = wanted.Count }),
                Upserts = wanted.FindAll(position => stored.GetValueOrDefault(position.Id) != position.Fingerprint),
                Removals = [.. stored.Keys.Where(id => !ids.Contains(id))],
                Basis = range.State,
                Range = range,
            };
            if (await store.CommitAsync(commit, Token) is not null)
            {
                return;
            }
        }
    }

    async Task AssertStoredAsync(SortedDictionary<string, BigInteger> expected)
    {
        var content = await cosmos.Reader.FindContentAsync(_wallet, Token);
        Assert.Equal(expected.Select(entry => (entry.Key, entry.Value)), content!.Positions.Select(position => (position.Id, position.RawAmount)));
    }

    async Task<Dictionary<string, JsonElement>> PagesAsync()
    {
        var query = new QueryDefinition("SELECT * FROM c WHERE c.type = \"page\"");
        var pages = await cosmos.WalletContainer.QueryPagesAsync<JsonElement>(query, new PartitionKey(_wallet), Token);
        return pages.SelectMany(page => page).ToDictionary(page => page.GetProperty("id").GetString()!);
    }

    async Task<int> CountAsync(string type)
    {
        var query = new QueryDefinition("SELECT c.id FROM c WHERE c.type = @type").WithParameter("@type", type);
        return (await cosmos.WalletContainer.QueryPagesAsync<IdRow>(query, new PartitionKey(_wallet), Token)).Sum(page => page.Count);
    }
}
