using Microsoft.Extensions.Logging;

namespace AssetFunctions.Sync.Assets;

/// <summary>
/// The overrides and price checks of all assets, kept in memory. It is read again in the background while it is used, so that a change is visible to
/// every process within a minute, and not at all while nothing is synced or read.
/// </summary>
public sealed partial class TrustTable(ITrustStore store, TimeProvider clock, ILogger<TrustTable> logger)
{
    /// <summary>Age at which the table is read again in the background.</summary>
    static readonly TimeSpan RefreshAfter = TimeSpan.FromSeconds(25);

    /// <summary>Age at which users wait for the next read.</summary>
    static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(50);

    /// <summary>Pause after a failed read: users of an older table do not wait for every attempt.</summary>
    static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    /// <summary>Age of the last complete read at which everything is read, for removals that were missed and price checks that expired.</summary>
    static readonly TimeSpan CompleteAfter = TimeSpan.FromHours(12);

    readonly Lock _gate = new();

    // Entries added during a read, which may not contain them yet.
    readonly List<(IReadOnlyDictionary<AssetKey, AssetOverride?> Overrides, IReadOnlyDictionary<AssetKey, PriceConfirmation> Confirmations)> _added = [];
    TrustSnapshot? _current;
    Task<TrustSnapshot>? _reading;
    string? _next;
    DateTimeOffset _readAt;
    DateTimeOffset _completeAt;
    DateTimeOffset _failedAt;

    /// <summary>Returns the table as it was less than a minute ago. If the database fails, an older one is used where there is one.</summary>
    /// <exception cref="TransientStoreException">The table was never read, and cannot be read now.</exception>
    public async ValueTask<TrustSnapshot> GetAsync(CancellationToken cancellationToken)
    {
        Task<TrustSnapshot> reading;
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            var known = _next is null ? null : _current;
            if (known is not null && (now - _readAt < RefreshAfter || (_reading is null && now - _failedAt < RetryAfter)))
            {
                return known;
            }

            reading = _reading ??= StartReading();
            if (known is not null && now - _readAt < MaxAge)
            {
                return known;
            }
        }

        return await reading.WaitAsync(cancellationToken);
    }

    /// <summary>Waits for a read in the background, if one is in progress. For measurements.</summary>
    internal Task WaitAsync()
    {
        lock (_gate)
        {
            return _reading ?? Task.CompletedTask;
        }
    }

    /// <summary>Adds entries that this process has stored, or that a message carried, so that they apply here at once.</summary>
    public void Add(IReadOnlyDictionary<AssetKey, AssetOverride?> overrides, IReadOnlyDictionary<AssetKey, PriceConfirmation> confirmations)
    {
        if (overrides.Count == 0 && confirmations.Count == 0)
        {
            return;
        }

        lock (_gate)
        {
            _current = (_current ?? TrustSnapshot.Empty).With(overrides, confirmations);
            if (_reading is not null)
            {
                _added.Add((overrides, confirmations));
            }
        }
    }

    // What is read serves all runs, so it is not part of the usage of the one that happens to start it.
    Task<TrustSnapshot> StartReading()
    {
        using (ExecutionContext.SuppressFlow())
        {
            return Task.Run(ReadAsync, CancellationToken.None);
        }
    }

    async Task<TrustSnapshot> ReadAsync()
    {
        var startedAt = clock.GetUtcNow();
        var since = startedAt - _completeAt < CompleteAfter ? _next : null;
        try
        {
            var changes = await store.ListAsync(since, CancellationToken.None);
            lock (_gate)
            {
                // A complete read also drops what was removed long ago.
                var before = since is null ? TrustSnapshot.Empty : _current ?? TrustSnapshot.Empty;
                _current = _added.Aggregate(
                    before.With(changes.Overrides, changes.Confirmations), (table, entries) => table.With(entries.Overrides, entries.Confirmations));
                (_next, _readAt, _completeAt) = (changes.Next, startedAt, since is null ? startedAt : _completeAt);
                EndReading();
                return _current;
            }
        }
        catch (Exception ex)
        {
            lock (_gate)
            {
                _failedAt = clock.GetUtcNow();
                EndReading();
                if (_next is null || _current is not { } kept)
                {
                    throw;
                }

                Log.NotRead(logger, ex.Message);
                return kept;
            }
        }
    }

    void EndReading()
    {
        _reading = null;
        _added.Clear();
    }

    static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Overrides and price checks could not be read; the last ones known are used: {Reason}")]
        public static partial void NotRead(ILogger logger, string reason);
    }
}

/// <summary>Overrides and price checks at one moment. Immutable.</summary>
public sealed class TrustSnapshot
{
    readonly Dictionary<AssetKey, AssetTrust> _entries;

    TrustSnapshot(Dictionary<AssetKey, AssetTrust> entries) => _entries = entries;

    /// <summary>A snapshot without entries.</summary>
    public static TrustSnapshot Empty { get; } = new([]);

    /// <summary>Number of assets with an entry.</summary>
    public int Count => _entries.Count;

    /// <summary>Returns the entry of an asset, or null for none. The same entry is the same object until it changes.</summary>
    public AssetTrust? Find(AssetKey key) => _entries.GetValueOrDefault(key);

    /// <summary>Returns a snapshot with more recent entries; of two price checks the later one stays.</summary>
    public TrustSnapshot With(
        IReadOnlyDictionary<AssetKey, AssetOverride?> overrides, IReadOnlyDictionary<AssetKey, PriceConfirmation> confirmations)
    {
        var changed = overrides.Select(pair => EntryOf(pair.Key) with { Override = pair.Value })
            .Where(entry => entry != EntryOf(entry.Key)).ToList();
        var checks = confirmations.Where(pair => !(EntryOf(pair.Key).Confirmation?.CheckedAt >= pair.Value.CheckedAt)).ToList();
        if (changed.Count == 0 && checks.Count == 0)
        {
            return this;
        }

        var entries = new Dictionary<AssetKey, AssetTrust>(_entries);
        foreach (var entry in changed)
        {
            entries[entry.Key] = entry;
        }

        foreach (var (key, check) in checks)
        {
            entries[key] = (entries.GetValueOrDefault(key) ?? new AssetTrust(key)) with { Confirmation = check };
        }

        foreach (var (key, _) in entries.Where(pair => pair.Value is { Override: null, Confirmation: null }).ToList())
        {
            entries.Remove(key);
        }

        return new TrustSnapshot(entries);
    }

    AssetTrust EntryOf(AssetKey key) => _entries.GetValueOrDefault(key) ?? new AssetTrust(key);
}
