using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Telemetry;
using AssetFunctions.Testing.InMemory;
using AssetFunctions.Testing.Time;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace AssetFunctions.Sync.Tests.Assets;

public sealed class AssetOverridesTests : ILogger<AssetOverrides>
{
    static readonly CancellationToken Token = CancellationToken.None;
    static readonly AssetKey Key = new("ethereum", "0x1");
    static readonly AssetOverride Spam = new("phishing", "key 0a1b2c3d", DateTimeOffset.UnixEpoch) { State = SpamState.Spam };
    static readonly AssetOverride Priced = Spam with { State = null, PriceUsd = 1.5m };

    readonly InMemoryTrustStore _store = new();
    readonly List<(int Id, Dictionary<string, object?> Fields)> _events = [];

    [Fact]
    public async Task A_condition_decides_over_storing_and_removing()
    {
        var overrides = Over(_store);
        Assert.Equal(new OverrideOutcome.Outdated(Version: null), await overrides.SetAsync(Key, Spam, OverrideCondition.Match("1"), Token));
        Assert.Equal(new OverrideOutcome.Outdated(Version: null), await overrides.RemoveAsync(Key, "unknown", OverrideCondition.Match("1"), Token));
        Assert.Equal(new OverrideOutcome.Removed(Existed: false), await overrides.RemoveAsync(Key, "unknown", OverrideCondition.Any, Token));

        var first = Assert.IsType<OverrideOutcome.Stored>(await overrides.SetAsync(Key, Spam, OverrideCondition.Absent, Token));
        Assert.Equal((Spam, true), (first.Value, first.IsNew));
        Assert.Equal(new OverrideOutcome.Outdated(first.Version), await overrides.SetAsync(Key, Priced, OverrideCondition.Absent, Token));
        var second = Assert.IsType<OverrideOutcome.Stored>(await overrides.SetAsync(Key, Priced, OverrideCondition.Match(first.Version), Token));
        Assert.Equal((Priced, false), (second.Value, second.IsNew));
        Assert.Equal(new OverrideOutcome.Outdated(second.Version), await overrides.RemoveAsync(Key, "unknown", OverrideCondition.Match(first.Version), Token));
        Assert.Equal(new OverrideOutcome.Removed(Existed: true), await overrides.RemoveAsync(Key, "unknown", OverrideCondition.Match(second.Version), Token));
        Assert.Null(await _store.FindOverrideAsync(Key, Token));
    }

    [Fact]
    public async Task Every_change_is_an_event_with_the_version_that_it_replaces()
    {
        var overrides = Over(_store);
        await overrides.SetAsync(Key, Spam, OverrideCondition.Any, Token);
        var first = (await _store.FindOverrideAsync(Key, Token))!.Version;
        await overrides.SetAsync(Key, Priced, OverrideCondition.Any, Token);
        var second = (await _store.FindOverrideAsync(Key, Token))!.Version;
        await overrides.SetAsync(Key, Spam, OverrideCondition.Absent, Token);
        await overrides.RemoveAsync(Key, "key ffffffff", OverrideCondition.Any, Token);

        Assert.Equal([SyncEvents.OverrideStored, SyncEvents.OverrideStored, SyncEvents.OverrideRemoved], _events.Select(one => one.Id));
        Assert.All(_events, one => Assert.Equal(("ethereum", "0x1"), (one.Fields["Network"], one.Fields["Address"])));
        Assert.Equal([null, first, second], _events.Select(one => one.Fields["OldVersion"]));
        Assert.Equal(["key 0a1b2c3d", "key 0a1b2c3d", "key ffffffff"], _events.Select(one => one.Fields["By"]));
        Assert.Equal((SpamState.Spam, null, "phishing"), (_events[0].Fields["State"], _events[0].Fields["Price"], _events[0].Fields["Note"]));
        Assert.Equal((null, 1.5m), (_events[1].Fields["State"], _events[1].Fields["Price"]));
    }

    [Fact]
    public async Task A_write_without_condition_replaces_what_another_writer_stored_meanwhile()
    {
        var racing = new RacingStore(_store) { Races = 2 };

        var stored = Assert.IsType<OverrideOutcome.Stored>(await Over(racing).SetAsync(Key, Spam, OverrideCondition.Any, Token));

        Assert.False(stored.IsNew);
        Assert.Equal(new StoredOverride(Spam, stored.Version), await _store.FindOverrideAsync(Key, Token));
        Assert.Equal(racing.LastVersion, Assert.Single(_events).Fields["OldVersion"]);
    }

    [Fact]
    public async Task A_write_with_a_condition_gives_way_to_another_writer()
    {
        var racing = new RacingStore(_store) { Races = 1 };

        Assert.IsType<OverrideOutcome.Outdated>(await Over(racing).SetAsync(Key, Spam, OverrideCondition.Absent, Token));

        Assert.Equal(Priced, (await _store.FindOverrideAsync(Key, Token))!.Value);
        Assert.Empty(_events);
    }

    [Fact]
    public async Task A_write_that_always_loses_fails_and_reports_no_change()
    {
        await Assert.ThrowsAsync<TransientStoreException>(() => Over(new RacingStore(_store) { Races = int.MaxValue }).SetAsync(Key, Spam, OverrideCondition.Any, Token));

        Assert.Empty(_events);
    }

    AssetOverrides Over(ITrustStore store) => new(store, new TrustTable(store, new ManualTimeProvider(), NullLogger<TrustTable>.Instance), this);

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _events.Add((eventId.Id, ((IReadOnlyList<KeyValuePair<string, object?>>)state!).ToDictionary(StringComparer.Ordinal)));

    /// <summary>Another writer is first, a number of times.</summary>
    sealed class RacingStore(ITrustStore inner) : ITrustStore
    {
        public int Races { get; set; }

        public string? LastVersion { get; private set; }

        public Task<TrustChanges> ListAsync(string? since, CancellationToken cancellationToken) => inner.ListAsync(since, cancellationToken);

        public Task<StoredOverride?> FindOverrideAsync(AssetKey key, CancellationToken cancellationToken) => inner.FindOverrideAsync(key, cancellationToken);

        public async Task<StoredOverride?> SetOverrideAsync(AssetKey key, AssetOverride? value, OverrideCondition condition, CancellationToken cancellationToken)
        {
            if (Races-- > 0)
            {
                LastVersion = (await inner.SetOverrideAsync(key, Priced, OverrideCondition.Any, cancellationToken))!.Version;
            }

            return await inner.SetOverrideAsync(key, value, condition, cancellationToken);
        }

        public Task SetConfirmationsAsync(IReadOnlyDictionary<AssetKey, PriceConfirmation> checks, CancellationToken cancellationToken) =>
            inner.SetConfirmationsAsync(checks, cancellationToken);
    }
}
