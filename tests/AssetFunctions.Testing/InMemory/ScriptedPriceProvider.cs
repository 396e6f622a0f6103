using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Providers;

namespace AssetFunctions.Testing.InMemory;

/// <summary>A provider of prices in memory: prices what it was told to, and answers or fails as scripted, once each, before it does.</summary>
public sealed class ScriptedPriceProvider : IPriceProvider
{
    readonly Lock _gate = new();
    readonly Dictionary<AssetKey, PriceQuote> _quotes = [];
    readonly Queue<Func<IReadOnlyCollection<AssetKey>, ProviderResult>> _results = new();
    readonly List<IReadOnlyCollection<AssetKey>> _requested = [];

    public string Name => "defillama";

    /// <summary>What every fetch asked for.</summary>
    public IReadOnlyList<IReadOnlyCollection<AssetKey>> Requested
    {
        get
        {
            lock (_gate)
            {
                return [.. _requested];
            }
        }
    }

    /// <summary>Fetches wait for it when set.</summary>
    public TaskCompletionSource? Gate { get; set; }

    /// <summary>Prices an asset from now on.</summary>
    public void Price(PriceQuote quote)
    {
        lock (_gate)
        {
            _quotes[quote.Key] = quote;
        }
    }

    /// <summary>Answers the next fetch otherwise.</summary>
    public void Returns(ProviderResult result) => Returns(_ => result);

    /// <summary>Answers the next fetch otherwise.</summary>
    public void Returns(Func<IReadOnlyCollection<AssetKey>, ProviderResult> result)
    {
        lock (_gate)
        {
            _results.Enqueue(result);
        }
    }

    public async Task<ProviderResult> FetchPricesAsync(IReadOnlyCollection<AssetKey> assets, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            _requested.Add(assets);
        }

        if (Gate is { } gate)
        {
            await gate.Task.WaitAsync(cancellationToken);
        }

        lock (_gate)
        {
            return _results.TryDequeue(out var result) ? result(assets) : new ProviderResult.Served<PriceSet>(SetOf(assets));
        }
    }

    /// <summary>What it would answer for the assets.</summary>
    public PriceSet SetOf(IReadOnlyCollection<AssetKey> assets)
    {
        lock (_gate)
        {
            var keys = assets.Distinct().ToList();
            return new PriceSet
            {
                Quotes = [.. keys.Where(_quotes.ContainsKey).Select(key => _quotes[key])],
                Absent = [.. keys.Where(key => !_quotes.ContainsKey(key))],
            };
        }
    }
}
