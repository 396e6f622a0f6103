using System.Text.Json;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Providers;

namespace AssetFunctions.Providers.DefiLlama;

/// <summary>State of one fetch: the ids still to request, and the results so far.</summary>
sealed class PriceFetch
{
    readonly Dictionary<string, List<AssetKey>> _assets = new(StringComparer.Ordinal);
    readonly List<PriceQuote> _quotes = [];
    readonly List<AssetKey> _absent = [];
    readonly Stack<string[]> _pending = new();
    int _splitsLeft = DefiLlamaDefaults.MaxSplits;
    int _skipped;

    /// <param name="assets">Assets to price.</param>
    /// <param name="bytesPerCall">Space for ids in the URL of one call, in bytes.</param>
    /// <param name="evmNetworks">EVM networks beyond the built-in ones.</param>
    public PriceFetch(IEnumerable<AssetKey> assets, int bytesPerCall, IReadOnlySet<string>? evmNetworks = null)
    {
        foreach (var asset in assets.Distinct())
        {
            if (DefiLlamaIds.Of(asset, evmNetworks) is not { } id || id.Length > bytesPerCall)
            {
                _absent.Add(asset);
            }
            else if (_assets.TryGetValue(id, out var sharers))
            {
                sharers.Add(asset);
            }
            else
            {
                _assets.Add(id, [asset]);
            }
        }

        foreach (var batch in Batches(_assets.Keys, bytesPerCall).AsEnumerable().Reverse())
        {
            _pending.Push(batch);
        }
    }

    /// <summary>True once a call has been served.</summary>
    public bool HasServed { get; private set; }

    /// <summary>The reason why prices are missing, or null.</summary>
    public string? Gap { get; private set; }

    /// <summary>When to request them again, if the provider stated it.</summary>
    public TimeSpan? RetryAfter { get; private set; }

    /// <summary>Returns the ids of the next call, or null when none is left.</summary>
    public string[]? Next() => Gap is null && _pending.TryPop(out var ids) ? ids : null;

    /// <summary>Reads the body of a response, as far as it arrived.</summary>
    /// <returns>The reason why coins may be missing, or null.</returns>
    public string? Take(string[] ids, ReadOnlySpan<byte> body, CoinReader reader)
    {
        var open = new HashSet<string>(ids, StringComparer.Ordinal);
        var gap = CoinPage.Read(body, (id, coin) =>
        {
            if (open.Remove(id))
            {
                Take(id, coin, reader);
            }
        });
        HasServed |= gap is null || open.Count < ids.Length;
        if (gap is null)
        {
            Miss(open);
        }

        return gap;
    }

    /// <summary>Halves a rejected batch, to separate valid ids from invalid ones. A single rejected id counts as absent.</summary>
    /// <returns>True if the fetch can continue.</returns>
    public bool TrySplit(string[] ids)
    {
        if (ids.Length == 1)
        {
            Miss(ids);
            HasServed = true;
            return true;
        }

        if (_splitsLeft-- == 0)
        {
            return false;
        }

        _pending.Push(ids[(ids.Length / 2)..]);
        _pending.Push(ids[..(ids.Length / 2)]);
        return true;
    }

    /// <summary>Ends the fetch; the remaining ids are left for a later one.</summary>
    public void Stop(string reason, TimeSpan? retryAfter = null) => (Gap, RetryAfter) = (reason, retryAfter);

    public PriceSet ToSet() => new() { Quotes = _quotes, Absent = _absent, Skipped = _skipped, IncompleteReason = Gap, RetryAfter = RetryAfter };

    void Take(string id, JsonElement coin, CoinReader reader)
    {
        switch (reader.Read(coin, out var quote))
        {
            case CoinState.Priced:
                _quotes.AddRange(_assets[id].Select(asset => quote! with { Key = asset }));
                break;
            case CoinState.Unpriced:
                Miss([id]);
                break;
            default:
                _skipped++;
                break;
        }
    }

    void Miss(IEnumerable<string> ids) => _absent.AddRange(ids.SelectMany(id => _assets[id]));

    static List<string[]> Batches(IEnumerable<string> ids, int bytesPerCall)
    {
        var batches = new List<string[]>();
        var batch = new List<string>();
        var bytes = 0;
        foreach (var id in ids)
        {
            // A comma precedes every id but the first. No id is longer than the space.
            if (batch.Count == DefiLlamaDefaults.IdsPerCall || bytes + 1 + id.Length > bytesPerCall)
            {
                batches.Add([.. batch]);
                batch.Clear();
                bytes = 0;
            }

            bytes += id.Length + (batch.Count == 0 ? 0 : 1);
            batch.Add(id);
        }

        if (batch.Count > 0)
        {
            batches.Add([.. batch]);
        }

        return batches;
    }
}
