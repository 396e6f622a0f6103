using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Providers;

namespace AssetFunctions.Testing.InMemory;

/// <summary>A source of prices in memory: prices what it was told to, and answers or fails as scripted, once each, before it does.</summary>
public sealed class ScriptedPriceSource : IPriceSource
{
    readonly Lock _gate = new();
    readonly Dictionary<AssetKey, PriceQuote> _quotes = [];
    readonly Queue<Func<IReadOnlyCollection<AssetKey>, SourceAnswer>> _answers = new();
    readonly List<IReadOnlyCollection<AssetKey>> _asked = [];

    public string Name => "defillama";

    /// <summary>What every fetch asked for.</summary>
    public IReadOnlyList<IReadOnlyCollection<AssetKey>> Asked
    {
        get
        {
            lock (_gate)
            {
                return [.. _asked];
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
    public void Answer(SourceAnswer answer) => Answer(_ => answer);

    /// <summary>Answers the next fetch otherwise.</summary>
    public void Answer(Func<IReadOnlyCollection<AssetKey>, SourceAnswer> answer)
    {
        lock (_gate)
        {
            _answers.Enqueue(answer);
        }
    }

    public async Task<SourceAnswer> FetchPricesAsync(IReadOnlyCollection<AssetKey> assets, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            _asked.Add(assets);
        }

        if (Gate is { } gate)
        {
            await gate.Task.WaitAsync(cancellationToken);
        }

        lock (_gate)
        {
            return _answers.TryDequeue(out var answer) ? answer(assets) : new SourceAnswer.Served<PriceSet>(SetOf(assets));
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
