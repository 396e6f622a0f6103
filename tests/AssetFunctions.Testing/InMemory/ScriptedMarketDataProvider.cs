using AssetFunctions.Sync.Providers;

namespace AssetFunctions.Testing.InMemory;

/// <summary>A provider of market data in memory: serves the quotes it has, after the results that were scripted, once each.</summary>
public sealed class ScriptedMarketDataProvider : IMarketDataProvider
{
    readonly Dictionary<string, MarketQuote> _quotes = new(StringComparer.Ordinal);
    readonly Queue<Func<IReadOnlyList<string>, ProviderResult>> _results = new();

    public string Name => "zerion";

    public int GroupsPerCall { get; init; } = 25;

    /// <summary>The groups of every call.</summary>
    public List<IReadOnlyList<string>> Requested { get; } = [];

    /// <summary>A group because of which every call with it is refused, or null.</summary>
    public string? BadGroup { get; set; }

    /// <summary>Serves a quote from now on.</summary>
    public void Quote(MarketQuote quote) => _quotes[quote.GroupId] = quote;

    /// <summary>Returns another result for the next call.</summary>
    public void Returns(Func<IReadOnlyList<string>, ProviderResult> result) => _results.Enqueue(result);

    public Task<ProviderResult> FetchMarketDataAsync(IReadOnlyList<string> groups, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(groups.Count, GroupsPerCall, nameof(groups));
        cancellationToken.ThrowIfCancellationRequested();
        Requested.Add(groups);
        return Task.FromResult(
            _results.TryDequeue(out var result) ? result(groups)
            : BadGroup is { } bad && groups.Contains(bad, StringComparer.Ordinal) ? new ProviderResult.Refused("An id is malformed.")
            : new ProviderResult.Served<MarketDataSet>(new MarketDataSet { Quotes = [.. groups.Where(_quotes.ContainsKey).Select(group => _quotes[group])] }));
    }
}
