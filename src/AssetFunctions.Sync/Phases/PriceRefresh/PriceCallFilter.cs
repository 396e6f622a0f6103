using System.Collections.Concurrent;
using AssetFunctions.Sync.Assets;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Sync.Phases.PriceRefresh;

/// <summary>
/// Remembers for which assets the price provider need not be asked: those it does not price, those it had no news of a moment ago, and those
/// somebody in this process is asking for right now. Nothing but calls depends on it.
/// </summary>
/// <param name="random">Source of the jitter.</param>
/// <param name="shared">What the instances tell each other.</param>
public sealed class PriceCallFilter(IOptions<PriceRefreshOptions> options, TimeProvider clock, Random random, SharedPriceCallTimes shared)
{
    readonly ConcurrentDictionary<AssetKey, Note> _notes = new();
    readonly Lock _sweep = new();
    DateTimeOffset _sweptAt = DateTimeOffset.MinValue;

    /// <summary>Assets of which something is remembered.</summary>
    internal int Count => _notes.Count;

    /// <summary>Takes those of the assets that are worth asking for. Whoever takes them must <see cref="Release"/> them in the end.</summary>
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

    /// <summary>Notes what the provider answered.</summary>
    /// <param name="absent">Assets that it does not price.</param>
    /// <param name="withoutNews">Assets of which it told nothing worth storing.</param>
    /// <param name="noNewsFor">How long those without news are not asked for.</param>
    public async Task SettleAsync(
        IReadOnlyCollection<AssetKey> absent, IReadOnlyCollection<AssetKey> withoutNews, TimeSpan noNewsFor, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var notes = absent.Select(key => (Key: key, Until: now + AbsentTime())).Concat(withoutNews.Select(key => (Key: key, Until: now + noNewsFor))).ToList();
        foreach (var (key, until) in notes)
        {
            Remember(key, new Note(until, IsClaim: false), now);
        }

        await shared.WriteAsync(notes, now, cancellationToken);
    }

    /// <summary>Lets go of assets that were taken, so that they can be asked for at once. Those that are settled stay so.</summary>
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

    // Full of what still counts, it remembers no more: that costs calls, never prices. A sweep looks at everything, so there is one at a time
    // and not more often than claims expire.
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
