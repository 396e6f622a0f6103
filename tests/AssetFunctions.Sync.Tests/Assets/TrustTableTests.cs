using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Telemetry;
using AssetFunctions.Testing.InMemory;
using AssetFunctions.Testing.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace AssetFunctions.Sync.Tests.Assets;

public sealed class TrustTableTests
{
    static readonly CancellationToken Token = CancellationToken.None;
    static readonly AssetKey Key = new("ethereum", "0x1");
    static readonly AssetKey Other = new("ethereum", "0x2");
    static readonly AssetOverride Spam = new("phishing", "unknown", DateTimeOffset.UnixEpoch) { State = SpamState.Spam };
    static readonly AssetOverride Verified = Spam with { State = SpamState.Verified };

    readonly ManualTimeProvider _clock = new();
    readonly ScriptedTrustStore _store = new();

    [Fact]
    public async Task A_change_in_one_process_is_visible_there_at_once_and_elsewhere_within_a_minute()
    {
        var (here, there) = (Table(), Table());
        await here.GetAsync(Token);
        await there.GetAsync(Token);
        var overrides = new AssetOverrides(_store, here, NullLogger<AssetOverrides>.Instance);

        await overrides.SetAsync(Key, Spam, OverrideCondition.Any, Token);

        Assert.Equal(Spam, (await here.GetAsync(Token)).Find(Key)?.Override);
        Assert.Null((await there.GetAsync(Token)).Find(Key));
        _clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(Spam, (await there.GetAsync(Token)).Find(Key)?.Override);

        await overrides.RemoveAsync(Key, "unknown", OverrideCondition.Any, Token);

        Assert.Null((await here.GetAsync(Token)).Find(Key));
        _clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Null((await there.GetAsync(Token)).Find(Key));
    }

    [Fact]
    public async Task A_table_in_use_is_read_again_in_the_background_after_25_seconds()
    {
        var table = Table();
        await table.GetAsync(Token);
        await SetAsync(Key, Spam);
        _clock.Advance(TimeSpan.FromSeconds(24));
        await table.GetAsync(Token);
        Assert.Single(_store.Reads);

        _store.Gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _clock.Advance(TimeSpan.FromSeconds(1));
        var old = table.GetAsync(Token);

        Assert.True(old.IsCompletedSuccessfully);
        Assert.Null((await old).Find(Key));
        _store.Gate.SetResult();
        await Eventually.TrueAsync(async () => (await table.GetAsync(Token)).Find(Key)?.Override == Spam);
        Assert.Equal(2, _store.Reads.Count);
    }

    [Fact]
    public async Task Concurrent_users_wait_for_one_read()
    {
        _store.Gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var table = Table();
        var users = Enumerable.Range(0, 8).Select(_ => table.GetAsync(Token).AsTask()).ToList();
        using var impatience = new CancellationTokenSource();
        var impatient = table.GetAsync(impatience.Token).AsTask();

        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        _store.Gate.SetResult();

        Assert.Single((await Task.WhenAll(users)).Distinct());
        Assert.Single(_store.Reads);
    }

    [Fact]
    public async Task If_the_database_fails_the_last_table_stays_and_it_is_read_again_after_five_seconds()
    {
        await SetAsync(Key, Spam);
        var table = Table();
        await table.GetAsync(Token);
        await SetAsync(Other, Verified);
        _store.Failure = new TransientStoreException("The database is down.");
        _clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal(Spam, (await table.GetAsync(Token)).Find(Key)?.Override);
        _clock.Advance(TimeSpan.FromSeconds(4.9));
        Assert.Equal(Spam, (await table.GetAsync(Token)).Find(Key)?.Override);
        Assert.Equal(2, _store.Reads.Count);

        _store.Failure = null;
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(Verified, (await table.GetAsync(Token)).Find(Other)?.Override);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_first_read_that_fails_throws_and_the_next_user_reads_again(bool isTransient)
    {
        Exception failure = isTransient ? new TransientStoreException("The database is down.") : new InvalidOperationException("A defect.");
        await SetAsync(Key, Spam);
        _store.Failure = failure;
        var table = Table();
        table.Add(Overrides(Other, Verified), NoChecks);
        Assert.Same(failure, await Record.ExceptionAsync(async () => await table.GetAsync(Token)));

        _store.Failure = null;
        Assert.Equal(Spam, (await table.GetAsync(Token)).Find(Key)?.Override);
    }

    [Fact]
    public async Task Twelve_hours_after_the_last_complete_read_everything_is_read()
    {
        await SetAsync(Key, Spam);
        var table = Table();
        await table.GetAsync(Token);

        // What expires leaves no trace.
        _store.Inner = new InMemoryTrustStore();
        foreach (var _ in Enumerable.Range(0, 11))
        {
            _clock.Advance(TimeSpan.FromHours(1));
            Assert.NotNull((await table.GetAsync(Token)).Find(Key));
        }

        Assert.Equal(Enumerable.Repeat(false, 11), _store.Reads.Skip(1).Select(since => since is null));
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Null((await table.GetAsync(Token)).Find(Key));
        Assert.Null(_store.Reads[^1]);
    }

    [Theory]
    [InlineData(55)]
    [InlineData(60 * 60 * 13)]
    public async Task What_is_added_during_a_read_outlives_it(int seconds)
    {
        await SetAsync(Key, Spam);
        var table = Table();
        await table.GetAsync(Token);
        await SetAsync(Key, Spam with { Note = "again" });
        _store.Gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _clock.Advance(TimeSpan.FromSeconds(seconds));
        var reading = table.GetAsync(Token);
        await Eventually.TrueAsync(() => _store.Reads.Count == 2);

        table.Add(Overrides(Key, Verified), new Dictionary<AssetKey, PriceConfirmation> { [Other] = Check(1) });
        _store.Gate.SetResult();

        var read = await reading;
        Assert.Equal((Verified, Check(1)), (read.Find(Key)?.Override, read.Find(Other)?.Confirmation));
        Assert.Same(read, await table.GetAsync(Token));
    }

    [Fact]
    public async Task A_read_is_not_charged_to_the_run_that_started_it()
    {
        _store.Meter = new DatabaseMeter();
        using var usage = _store.Meter.Begin();
        await Table().GetAsync(Token);
        Assert.Equal(0, usage.Usage.Requests);

        await _store.ListAsync(since: null, Token);
        Assert.Equal(1, usage.Usage.Requests);
    }

    [Fact]
    public void Of_two_price_checks_the_later_stays_and_an_unchanged_entry_is_the_same_object()
    {
        var first = TrustSnapshot.Empty.With(Overrides(Key, Spam), new Dictionary<AssetKey, PriceConfirmation> { [Key] = Check(2) });
        var entry = first.Find(Key);

        Assert.Same(first, first.With(Overrides(Key, Spam), new Dictionary<AssetKey, PriceConfirmation> { [Key] = Check(1) }));
        var second = first.With(Overrides(Other, Verified), new Dictionary<AssetKey, PriceConfirmation> { [Other] = Check(1) });
        Assert.Same(entry, second.Find(Key));
        Assert.Equal(Check(3), second.With(NoOverrides, new Dictionary<AssetKey, PriceConfirmation> { [Key] = Check(3) }).Find(Key)?.Confirmation);
        Assert.Equal(Check(2), second.With(Overrides(Key, null), NoChecks).Find(Key)?.Confirmation);
        Assert.Equal(2, second.Count);
    }

    [Fact]
    public void An_entry_without_override_and_price_check_is_dropped()
    {
        var table = TrustSnapshot.Empty.With(Overrides(Key, Spam), NoChecks);

        Assert.Equal((1, 0), (table.Count, table.With(Overrides(Key, null), NoChecks).Count));
    }

    static Dictionary<AssetKey, PriceConfirmation> NoChecks => [];

    static Dictionary<AssetKey, AssetOverride?> NoOverrides => [];

    TrustTable Table() => new(_store, _clock, NullLogger<TrustTable>.Instance);

    Task<StoredOverride?> SetAsync(AssetKey key, AssetOverride? value) => _store.SetOverrideAsync(key, value, OverrideCondition.Any, Token);

    static Dictionary<AssetKey, AssetOverride?> Overrides(AssetKey key, AssetOverride? value) => new() { [key] = value };

    static PriceConfirmation Check(int minutes) => new("defillama", DateTimeOffset.UnixEpoch.AddMinutes(minutes), 1m);
}
