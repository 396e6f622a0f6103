using System.Numerics;
using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Sync.Runs;

namespace AssetFunctions.Sync.Tests.Phases;

public sealed class SyncRunTests
{
    readonly SyncDriver _driver = new();

    [Fact]
    public async Task A_first_run_stores_every_position_and_creates_every_asset_once()
    {
        _driver.Provider.Returns([.. TestRows.Positions(200)]);

        var record = await _driver.SyncAsync("first");

        Assert.Equal((RunStatus.Completed, 200, 200), (record?.Status, record?.Total.Positions, record?.Total.AssetsCreated));
        Assert.Equal(200, _driver.Positions.Count);
        Assert.Equal(200, _driver.Assets.Assets.Count);
    }

    [Fact]
    public async Task An_unchanged_wallet_writes_no_position()
    {
        _driver.Provider.Returns([.. TestRows.Positions(100)]);
        await _driver.SyncAsync("first");
        _driver.Clock.Advance(TimeSpan.FromMinutes(1));

        var record = await _driver.SyncAsync("second");

        Assert.Equal((RunStatus.Completed, 100, 0), (record?.Status, record?.Total.Positions, record?.Total.PositionsWritten));
    }

    [Fact]
    public async Task Only_the_changed_position_is_written()
    {
        var rows = TestRows.Positions(100);
        _driver.Provider.Returns([.. rows]);
        _driver.Provider.Returns([rows[0] with { RawAmount = 77 }, .. rows.Skip(1)]);
        await _driver.SyncAsync("first");
        _driver.Clock.Advance(TimeSpan.FromMinutes(1));

        var record = await _driver.SyncAsync("second");

        Assert.Equal(1, record?.Total.PositionsWritten);
        Assert.Contains(_driver.Positions, position => position.Row.RawAmount == 77);
    }

    [Fact]
    public async Task A_position_that_left_the_wallet_is_removed_after_a_complete_fetch()
    {
        _driver.Provider.Returns([.. TestRows.Positions(100)]);
        _driver.Provider.Returns([.. TestRows.Positions(40)]);
        await _driver.SyncAsync("first");
        _driver.Clock.Advance(TimeSpan.FromMinutes(1));

        var record = await _driver.SyncAsync("second");

        Assert.Equal((RunStatus.Completed, 60), (record?.Status, record?.Total.PositionsRemoved));
        Assert.Equal(40, _driver.Positions.Count);
    }

    [Fact]
    public async Task An_incomplete_fetch_removes_nothing_and_the_run_is_partial()
    {
        _driver.Provider.Returns([.. TestRows.Positions(100)]);
        _driver.Provider.Returns(new ProviderResult.Served<PositionSet>(_driver.Provider.SetOf(TestRows.Positions(40)) with { IncompleteReason = "the response was cut" }));
        await _driver.SyncAsync("first");
        _driver.Clock.Advance(TimeSpan.FromMinutes(1));

        var record = await _driver.SyncAsync("second");

        Assert.Equal((RunStatus.Partial, "the response was cut"), (record?.Status, record?.Reason));
        Assert.Equal(100, _driver.Positions.Count);
    }

    [Fact]
    public async Task Positions_kept_by_an_incomplete_fetch_are_removed_by_the_next_complete_one()
    {
        _driver.Provider.Returns([.. TestRows.Positions(100)]);
        _driver.Provider.Returns(new ProviderResult.Served<PositionSet>(_driver.Provider.SetOf(TestRows.Positions(40)) with { IncompleteReason = "cut" }));
        _driver.Provider.Returns([.. TestRows.Positions(40)]);
        foreach (var run in (string[])["first", "second", "third"])
        {
            await _driver.SyncAsync(run);
            _driver.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(40, _driver.Positions.Count);
    }

    [Fact]
    public async Task An_empty_response_never_wipes_a_wallet()
    {
        _driver.Provider.Returns([.. TestRows.Positions(10)]);
        _driver.Provider.Returns([]);
        await _driver.SyncAsync("first");
        _driver.Clock.Advance(TimeSpan.FromMinutes(1));

        var record = await _driver.SyncAsync("second");

        Assert.Equal(RunStatus.Partial, record?.Status);
        Assert.Contains("10 stored ones were kept", record?.Reason, StringComparison.Ordinal);
        Assert.Equal(10, _driver.Positions.Count);
        Assert.Equal((0, 10), (record?.Total.Positions, record?.Total.PositionsKept));
    }

    [Fact]
    public async Task A_wallet_that_never_had_positions_completes_empty()
    {
        _driver.Provider.Returns([]);

        var record = await _driver.SyncAsync("first");

        Assert.Equal((RunStatus.Completed, 0), (record?.Status, record?.Total.Positions));
    }

    [Fact]
    public async Task A_stored_position_whose_row_is_unreadable_is_kept()
    {
        var rows = TestRows.Positions(3);
        _driver.Provider.Returns([.. rows]);
        _driver.Provider.Returns(new ProviderResult.Served<PositionSet>(_driver.Provider.SetOf([rows[0], rows[1]]) with
        {
            UnreadableRefs = [rows[2].ProviderRef],
            Skipped = new Dictionary<SkipReason, int> { [SkipReason.BadAmount] = 1 },
        }));
        await _driver.SyncAsync("first");
        _driver.Clock.Advance(TimeSpan.FromMinutes(1));

        var record = await _driver.SyncAsync("second");

        Assert.Equal(RunStatus.Partial, record?.Status);
        Assert.Equal(3, _driver.Positions.Count);
    }

    [Fact]
    public async Task A_refused_wallet_fails_with_the_reason_and_keeps_its_positions()
    {
        _driver.Provider.Returns([.. TestRows.Positions(10)]);
        _driver.Provider.Returns(new ProviderResult.Refused("this address cannot be tracked"));
        await _driver.SyncAsync("first");
        _driver.Clock.Advance(TimeSpan.FromMinutes(1));

        var record = await _driver.SyncAsync("second");

        Assert.Equal((RunStatus.Failed, "this address cannot be tracked"), (record?.Status, record?.Reason));
        Assert.Equal(10, _driver.Positions.Count);
        Assert.Empty(_driver.Poison);
    }

    [Fact]
    public async Task A_wallet_in_preparation_is_fetched_again_by_the_same_run()
    {
        _driver.Provider.Returns(new ProviderResult.NotReady(TimeSpan.FromSeconds(10), "preparing"));
        _driver.Provider.Returns([.. TestRows.Positions(1)]);

        var record = await _driver.SyncAsync("first");

        Assert.Equal(RunStatus.Completed, record?.Status);
        Assert.Equal([TimeSpan.FromSeconds(10)], _driver.Deferrals);
    }

    [Fact]
    public async Task A_wallet_that_is_never_ready_ends_partial_after_two_minutes()
    {
        _driver.Provider.Returns(new ProviderResult.NotReady(TimeSpan.FromSeconds(10), "preparing"));

        var record = await _driver.SyncAsync("first");

        Assert.Equal(RunStatus.Partial, record?.Status);
        Assert.Equal(12, _driver.Deferrals.Count);
    }

    [Fact]
    public async Task A_used_up_quota_defers_the_run_and_never_fails_it()
    {
        _driver.Provider.Returns(new ProviderResult.Throttled(TimeSpan.FromHours(7), "daily quota used up"));
        _driver.Provider.Returns([.. TestRows.Positions(1)]);

        var record = await _driver.SyncAsync("first");

        Assert.Equal(RunStatus.Completed, record?.Status);
        Assert.Equal([TimeSpan.FromHours(7)], _driver.Deferrals);
    }

    [Fact]
    public async Task A_chunk_that_arrives_after_a_newer_run_changes_nothing()
    {
        _driver.Provider.Returns([TestRows.Position(amount: 1)]);
        _driver.Provider.Returns([TestRows.Position(amount: 2)]);
        _driver.Request("old");
        await _driver.StepAsync(0);
        await _driver.StepAsync(0);
        await _driver.StepAsync(0);
        var late = _driver.Waiting.Single();
        _driver.Waiting.Clear();
        _driver.Clock.Advance(TimeSpan.FromSeconds(5));
        await _driver.SyncAsync("new");

        _driver.Send(late.Queue, late.Body);
        await _driver.DrainAsync();

        Assert.Equal(new BigInteger(2), Assert.Single(_driver.Positions).Row.RawAmount);
        Assert.Null(await _driver.Wallets.FindRunAsync(TestRows.Wallet, "old", default));
    }

    [Fact]
    public async Task A_request_redelivered_after_a_crash_still_completes()
    {
        _driver.Provider.Returns([.. TestRows.Positions(100)]);
        _driver.Request("run");
        var request = _driver.Waiting[0];
        await _driver.StepAsync(0);
        _driver.Clock.Advance(TimeSpan.FromSeconds(30));
        _driver.Provider.Returns([.. TestRows.Positions(95)]);
        _driver.Send(request.Queue, request.Body);
        _driver.Shuffle = true;

        await _driver.DrainAsync();

        Assert.Equal(RunStatus.Completed, (await _driver.Wallets.FindRunAsync(TestRows.Wallet, "run", default))?.Status);
        Assert.Equal(95, _driver.Positions.Count);
    }

    [Theory]
    [InlineData(QueueNames.SyncAssets)]
    [InlineData(QueueNames.SyncPrices)]
    [InlineData(QueueNames.SyncPositions)]
    public async Task A_run_whose_stage_never_succeeds_is_not_completed(string failing)
    {
        _driver.Provider.Returns([.. TestRows.Positions(200)]);
        _driver.Request("run");
        while (_driver.Waiting.Count > 0)
        {
            // The host poisons one message of the stage; all others are processed.
            if (_driver.Waiting.FindIndex(message => message.Queue == failing) is >= 0 and var given && _driver.Poison.Count == 0)
            {
                _driver.Poison.Add((failing, _driver.Waiting[given].Body));
                _driver.Waiting.RemoveAt(given);
                continue;
            }

            await _driver.StepAsync(0);
        }

        Assert.Single(_driver.Poison);
        Assert.NotEqual(RunStatus.Completed, (await _driver.Wallets.FindRunAsync(TestRows.Wallet, "run", default))?.Status);

        _driver.Send(failing, _driver.Poison[0].Body);
        await _driver.DrainAsync();

        Assert.Equal(RunStatus.Completed, (await _driver.Wallets.FindRunAsync(TestRows.Wallet, "run", default))?.Status);
        Assert.Equal(200, _driver.Positions.Count);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("""{"version":0,"wallet":"0xd8da6bf26964af9d7eed9e03e53415d37aa96045"}""")]
    public async Task An_invalid_message_goes_to_the_poison_queue_at_once(string body)
    {
        _driver.Send(QueueNames.SyncRequests, body);

        await _driver.DrainAsync();

        Assert.Equal((QueueNames.SyncRequests, body), Assert.Single(_driver.Poison));
    }
}
