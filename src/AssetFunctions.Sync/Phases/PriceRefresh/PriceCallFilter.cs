using System.Collections.Concurrent;
using AssetFunctions.Sync.Assets;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Sync.Phases.PriceRefresh;

/// <summary>
/// Filters out assets that need no call to the price provider: those it does not price, those it recently returned no usable new price for, and
/// those that another delivery in this process is fetching. It only saves calls; prices stay correct without it.
/// </summary>
/// <param name="random">Random numbers for the jitter.</param>
/// <param name="shared">Times shared between instances.</param>
public sealed class PriceCallFilter(IOptions<PriceRefreshOptions> options, TimeProvider clock, Random random, SharedPriceCallTimes shared)
{
    readonly ConcurrentDictionary<AssetKey, Note> _notes = new();
    readonly Lock _sweep = new();
    DateTimeOffset _sweptAt = DateTimeOffset.MinValue;

    /// <summary>Number of remembered assets.</summary>
    internal int Count => _notes.Count;

    /// <summary>Claims those of the assets that need a call. The caller must <see cref="Release"/> them in the end.</summary>
    public async Task<IReadOnlyList<AssetKey>> ClaimAsync(IEnumerable<AssetKey> assets, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var claimed = assets.Where(key => TryClaim(key, now)).ToList();
        var known = await shared.ReadAsync(claimed, cancellationToken);
        foreach (var (key, until) in known.Where(entry => entry.Value > now))
        {
            Remember(key, new Note(until, IsClaim: false), now);
        }

        return [.. claimed.Where(key => known.GetValueOrDefault(key) <= now)];
    }

    /// <summary>Remembers the provider's response.</summary>
    /// <param name="absent">Assets that the provider does not price.</param>
    /// <param name="unchanged">Assets without a price that was worth storing.</param>
    /// <param name="unchangedFor">How long the unchanged assets need no further call.</param>
    public async Task SettleAsync(
        IReadOnlyCollection<AssetKey> absent, IReadOnlyCollection<AssetKey> unchanged, TimeSpan unchangedFor, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var notes = absent.Select(key => (Key: key, Until: now + AbsentTime())).Concat(unchanged.Select(key => (Key: key, Until: now + unchangedFor))).ToList();
        foreach (var (key, until) in notes)
        {
            Remember(key, new Note(until, IsClaim: false), now);
        }

        await shared.WriteAsync(notes, now, cancellationToken);
    }

    /// <summary>Releases claimed assets, so that others can claim them at once. Settled assets stay settled.</summary>
    public void Release(IEnumerable<AssetKey> assets)
    {
        foreach (var key in assets)
        {
            if (_notes.TryGetValue(key, out var note) && note.IsClaim)
            {
                _notes.TryRemove(KeyValuePair.Create(key, note));
            }
        }
    }

    bool TryClaim(AssetKey key, DateTimeOffset now)
    {
        var claim = new Note(now + PriceRefreshDefaults.ClaimTime, IsClaim: true);
        return _notes.TryGetValue(key, out var note)
            ? note.Until <= now && _notes.TryUpdate(key, claim, note)
            : !HasRoom(now) || _notes.TryAdd(key, claim);
    }

    void Remember(AssetKey key, Note note, DateTimeOffset now)
    {
        if (_notes.ContainsKey(key) || HasRoom(now))
        {
            _notes[key] = note;
        }
    }

    // When full of unexpired notes, it remembers no more, which only costs calls. A sweep visits every note, so sweeps run one at a time and no more
    // often than claims expire.
    bool HasRoom(DateTimeOffset now)
    {
        if (_notes.Count < PriceRefreshDefaults.MaxRemembered)
        {
            return true;
        }

        lock (_sweep)
        {
            if (now - _sweptAt < PriceRefreshDefaults.ClaimTime)
            {
                return false;
            }

            _sweptAt = now;
            foreach (var expired in _notes.Where(entry => entry.Value.Until <= now))
            {
                _notes.TryRemove(expired);
            }

            return _notes.Count < PriceRefreshDefaults.MaxRemembered;
        }
    }

    TimeSpan AbsentTime()
    {
        double jitter;
        lock (random)
        {
            jitter = random.NextDouble() * PriceRefreshDefaults.AbsentJitter;
        }

        return TimeSpan.FromSeconds(options.Value.AbsentSeconds * (1 + jitter));
    }

    readonly record struct Note(DateTimeOffset Until, bool IsClaim);
}
