using System.Text;
using System.Text.Json.Nodes;
using AssetFunctions.Cosmos.Tests.Support;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Wallets;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.DependencyInjection;
using static AssetFunctions.Testing.Fixtures.WalletExamples;

namespace AssetFunctions.Cosmos.Tests.Wallets;

/// <summary>Wallets that the release before pages has stored: a document per position, checkpoints by the index of the chunk, snapshots.</summary>
public sealed class EarlierReleaseTests(CosmosFixture cosmos) : IClassFixture<CosmosFixture>
{
    static readonly CancellationToken Token = CancellationToken.None;

    static readonly DateTimeOffset Fetched = Noon.AddHours(-1);

    readonly string _wallet = $"0x{Guid.NewGuid():N}";

    [Fact]
    public async Task State_positions_record_and_values_are_read()
    {
        await StoreAsync();

        var content = await cosmos.Reader.FindContentAsync(_wallet, Token);
        var record = await cosmos.Wallets.FindRunAsync(_wallet, "run-0", Token);

        Assert.Equal((RunStatus.Completed, "run-0", Fetched), (content!.State.Status, content.State.Run!.RunId, content.State.Run.StartedAt));
        Assert.Equal(
            Wanted().Select(position => (position.Id, position.Row.RawAmount, 2, Fetched)),
            content.Positions.Select(position => (position.Id, position.RawAmount, position.Decimals, position.ChangedAt)));
        Assert.Equal((RunStatus.Completed, 3, 12.5m), (record!.Status, record.Total.Positions, record.Total.HoldingsUsd));
        Assert.Equal([(Fetched, 12.5m)], await ValuesAsync(Granularity.Hour));
        Assert.Equal([(Noon.AddHours(-12), 12.5m)], await ValuesAsync(Granularity.Day));
    }

    [Theory]
    [InlineData(WriteLayout.Documents)]
    [InlineData(WriteLayout.Pages)]
    public async Task The_next_run_compares_its_range_and_keeps_what_has_not_changed(WriteLayout layout)
    {
        await StoreAsync();
        var store = layout == WriteLayout.Pages ? cosmos.Wallets : cosmos.Documents;
        var run = Run(_wallet, "run-1");
        Assert.Null(await store.TryConfirmAsync(run, Mark(run, digest: "digest"), finish: null, Token));

        var range = await store.ReadRangeAsync(_wallet, PositionRange.All, Wanted(), Token);
        var changed = Wanted()[1];
        var commit = Commit(run, range.State, upserts: [changed], finish: Finish()) with { Range = range };
        var state = await store.CommitAsync(commit, Token);

        Assert.Equal(Wanted().Where(position => position.Id != changed.Id).Select(position => position.Fingerprint), range.Positions
            .Where(position => position.Id != changed.Id).OrderBy(position => position.Id, StringComparer.Ordinal).Select(position => position.Fingerprint));
        Assert.Equal(run.Attempt, state!.LastFinish!.Attempt);
        var after = await cosmos.Reader.FindContentAsync(_wallet, Token);
        Assert.Equal(
            Wanted().Select(position => (position.Id, position.Row.RawAmount, position.Id == changed.Id ? run.StartedAt : Fetched)),
            after!.Positions.Select(position => (position.Id, position.RawAmount, position.ChangedAt)));
        Assert.Equal([Fetched, Noon], (await ValuesAsync(Granularity.Hour)).Select(value => value.Period));
        Assert.Single(await ValuesAsync(Granularity.Day));
        Assert.Null((await StateAsync())["marks"]);
    }

    // What that release requires of a state: it reads the document with these members or not at all.
    [Fact]
    public async Task Documents_are_written_so_that_the_earlier_release_can_read_them()
    {
        var run = Run(_wallet) with { ChunkCount = 2 };
        var first = await cosmos.Documents.CommitAsync(Commit(run, basis: null, Mark(run), PositionsIn(0, 2)), Token);
        await cosmos.Documents.CommitAsync(Commit(run, first, Mark(run, 1), PositionsIn(1, 2), finish: Finish()), Token);

        var state = await StateAsync();

        Assert.All(["runId", "attempt", "startedAt", "startedMs", "source", "chunkCount", "layout", "positionCount"], member => Assert.NotNull(state["run"]![member]));
        Assert.All(["attempt", "status", "finishedAt", "totals"], member => Assert.NotNull(state["finish"]![member]));

        // A fingerprint of 16 characters never equals it, so that release takes no checkpoint for its own.
        Assert.Equal("ranges", (string?)state["run"]!["layout"]);
        Assert.Null(state["marks"]);
    }

    // That release has written again over the state of this one, so the checkpoints by range no longer say what is stored.
    [Fact]
    public async Task Checkpoints_of_ranges_do_not_count_once_the_earlier_release_has_written()
    {
        var run = Run(_wallet);
        await cosmos.Documents.CommitAsync(Commit(run, basis: null, upserts: Positions(3), finish: Finish()), Token);
        var state = await StateAsync();
        state["run"]!["layout"] = "0123456789abcdef";
        state["run"]!["attempt"] = "run-2@1772367000000";
        state["run"]!["startedMs"] = 1772367000000;
        await PutAsync(state);
        var next = Run(_wallet, "run-3", minutes: 60);

        Assert.Null(await cosmos.Wallets.TryConfirmAsync(next, Mark(next), finish: null, Token));
        var range = await cosmos.Wallets.ReadRangeAsync(_wallet, PositionRange.All, Token);

        Assert.Empty(range.State!.Marks);
        Assert.Equal(3, range.Positions.Count);
        Assert.NotNull(await cosmos.Wallets.CommitAsync(Commit(next, range.State, removals: [Position(0).Id], finish: Finish()) with { Range = range }, Token));
        Assert.Equal(2, (await cosmos.Reader.FindContentAsync(_wallet, Token))!.Positions.Count);
    }

    static List<Position> Wanted() =>
        [.. Enumerable.Range(1, 3).Select(number => Position(number, decimals: 2)).OrderBy(position => position.Id, StringComparer.Ordinal)];

    async Task<IEnumerable<(DateTimeOffset Period, decimal Usd)>> ValuesAsync(Granularity granularity) =>
        (await cosmos.Services.GetRequiredService<IWalletHistory>().ReadAsync(_wallet, granularity, Noon.AddDays(-1), Noon.AddDays(1), Token))!
            .Select(value => (value.Period, value.HoldingsUsd));

    async Task StoreAsync()
    {
        const string Totals = """{"positions":3,"positionsWritten":3,"holdingsUsd":"12.5","debtUsd":"0","unvalued":0,"requests":4,"requestUnits":31.25}""";
        var ms = Fetched.ToUnixTimeMilliseconds();
        var run = $$"""
            {"runId":"run-0","attempt":"run-0@{{ms}}","startedAt":"2026-03-01T11:00:00.0000000Z","startedMs":{{ms}},"source":"test","isNarrow":false,
            "chunkCount":1,"layout":"0123456789abcdef","positionCount":3}
            """;
        var value = $$""" "asOf":"2026-03-01T11:00:00.0000000Z","runId":"run-0","status":"completed","holdingsUsd":"12.5","debtUsd":"0","positions":3,"unvalued":0 """;
        await PutAsync($$$"""
            {"id":"wallet","wallet":"{{{_wallet}}}","type":"wallet","run":{{{run}}},"marks":{"0":{"attempt":"run-0@{{{ms}}}","digest":"digest","tally":{{{Totals}}}}},
            "finish":{"attempt":"run-0@{{{ms}}}","status":"completed","finishedAt":"2026-03-01T11:00:01.0000000Z","totals":{{{Totals}}}},"changedMs":{{{ms}}},"wholeMs":{{{ms}}}}
            """);
        await PutAsync($$"""
            {"id":"sync:run-0","wallet":"{{_wallet}}","type":"sync","runId":"run-0","status":"completed","startedAt":"2026-03-01T11:00:00.0000000Z",
            "finishedAt":"2026-03-01T11:00:01.0000000Z","run":{{run}},"totals":{{Totals}},"ttl":2592000}
            """);
        await PutAsync($$"""{"id":"snapshot:2026030111","wallet":"{{_wallet}}","type":"snapshot",{{value}},"ttl":3024000}""");
        await PutAsync($$"""{"id":"day:20260301","wallet":"{{_wallet}}","type":"snapshot",{{value}}}""");
        foreach (var position in Wanted())
        {
            await PutAsync($$"""
                {"id":"{{position.Id}}","wallet":"{{_wallet}}","type":"position","fp":"{{position.Fingerprint}}","ref":"{{position.Row.ProviderRef}}",
                "network":"ethereum","contractAddress":"{{position.Row.Asset.ContractAddress}}","kind":"wallet","rawAmount":"{{position.Row.RawAmount}}",
                "decimals":2,"source":"test","changedAt":"2026-03-01T11:00:00.0000000Z"}
                """);
        }
    }

    Task PutAsync(string json) => PutAsync(JsonNode.Parse(json)!);

    async Task PutAsync(JsonNode document)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(document.ToJsonString()));
        (await cosmos.WalletContainer.UpsertItemStreamAsync(content, new PartitionKey(_wallet))).EnsureSuccessStatusCode();
    }

    async Task<JsonNode> StateAsync()
    {
        using var response = await cosmos.WalletContainer.ReadItemStreamAsync("wallet", new PartitionKey(_wallet));
        return (await JsonNode.ParseAsync(response.Content))!;
    }
}
