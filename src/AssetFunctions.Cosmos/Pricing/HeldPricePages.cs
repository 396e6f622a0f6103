using AssetFunctions.Cosmos.Documents;
using AssetFunctions.Sync;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Prices;

namespace AssetFunctions.Cosmos.Pricing;

/// <summary>Pages as the price refresh read them.</summary>
/// <param name="Head">The directory.</param>
/// <param name="Pages">The pages.</param>
/// <param name="Changed">Held assets of these pages whose documents changed since their rows were written.</param>
/// <param name="HeldSince">Assets that were last held before this day are refreshed no more.</param>
/// <param name="TakenOver">Value of <see cref="PriceHead.TakenOver"/> once the pages are written; 0 while others follow.</param>
sealed record HeldPricePages(
    IReadOnlyList<AssetKey> Due,
    string? Continuation,
    PriceHead Head,
    IReadOnlyList<PricePage> Pages,
    IReadOnlyList<Asset> Changed,
    DateOnly HeldSince,
    long TakenOver) : HeldPrices(Due, Continuation)
{
    /// <summary>Rows of assets that are refreshed no more. The hour of such a row is over first, as it is part of the history.</summary>
    public IReadOnlyDictionary<string, PriceRowDocument> Abandoned { get; } = Pages.SelectMany(page => page.Rows)
        .Where(row => row.Value is { Open: null } && row.Value.HeldDay < HeldSince)
        .ToDictionary(row => row.Key, row => row.Value, StringComparer.Ordinal);
}

/// <summary>Where the price refresh of a network goes on: first through changed assets, where there are many, then through pages.</summary>
/// <param name="Changed">Continuation of the query for changed assets.</param>
/// <param name="After">Prefix of the last page done, empty before the first.</param>
readonly record struct PricePosition(string? Changed, string? After)
{
    const string ChangedMark = "assets:";
    const string PagesMark = "pages:";

    /// <summary>Whether a continuation comes from a release without pages, whose refresh is left to the next tick.</summary>
    public static bool IsOfDocuments(string? text) => text is ['{' or '[', ..];

    /// <exception cref="InvalidContinuationException">The text is no position.</exception>
    public static PricePosition Parse(string? text) => text switch
    {
        null => default,
        _ when text.StartsWith(ChangedMark, StringComparison.Ordinal) => new PricePosition(text[ChangedMark.Length..], null),
        _ when text.StartsWith(PagesMark, StringComparison.Ordinal) && PricePrefix.IsPrefix(text.AsSpan(PagesMark.Length)) =>
            new PricePosition(null, text[PagesMark.Length..]),
        _ => throw new InvalidContinuationException(),
    };

    public static string OfChanged(string continuation) => ChangedMark + continuation;

    public static string OfPages(string after) => PagesMark + after;

    /// <summary>Whether a page is still to be done. One that a page already done has split into is not.</summary>
    public bool IsAhead(string prefix) =>
        After is not { Length: > 0 } done || (string.CompareOrdinal(prefix, done) > 0 && !PricePrefix.Covers(done, prefix));
}

/// <summary>What the price refresh changes. It may be applied again to pages that others changed meanwhile, and decides again.</summary>
sealed class PriceChange(HeldPricePages read, IReadOnlyList<PriceObservation> observations, PriceRules rules, DateTimeOffset now)
{
    readonly Dictionary<AssetKey, PriceWrite> _results = [];
    readonly Dictionary<string, DateOnly> _folded = new(StringComparer.Ordinal);
    bool _areDropped;

    public IReadOnlyList<PriceWrite> Results => [.. _results.Values];

    public DateTimeOffset Now => now;

    /// <summary>The hours of a page up to a day are in the price history.</summary>
    public void Folded(string prefix, DateOnly day) => _folded[prefix] = day;

    /// <summary>The prices of <see cref="HeldPricePages.Abandoned"/> are in their documents.</summary>
    public void Dropped() => _areDropped = true;

    /// <returns>Whether the page has to be written.</returns>
    public bool Apply(PricePage page)
    {
        page.Turn(now);
        foreach (var asset in read.Changed.Where(asset => IsOf(page, asset.Key)))
        {
            page.TakeOver(asset);
        }

        foreach (var observation in observations.Where(observation => IsOf(page, observation.Key)))
        {
            _results[observation.Key] = Apply(page, observation);
        }

        foreach (var (address, row) in _areDropped ? read.Abandoned.Where(row => page.Rows.GetValueOrDefault(row.Key) == row.Value) : [])
        {
            page.Remove(address);
        }

        if (_folded.TryGetValue(page.Prefix, out var day))
        {
            page.MarkFolded(day);
        }

        return page.IsChanged;
    }

    PriceWrite Apply(PricePage page, PriceObservation observation)
    {
        var address = observation.Key.ContractAddress;
        if (!page.Rows.TryGetValue(address, out var row))
        {
            return new PriceWrite(observation.Key, AssetWriteStatus.Missing, null);
        }

        var stored = PriceRows.PriceOf(row);
        var decision = rules.Decide(stored, observation, row.Verified);
        if (decision.Write is not { } price)
        {
            return new PriceWrite(observation.Key, decision.IsFresh ? AssetWriteStatus.Fresh : AssetWriteStatus.Found, stored);
        }

        page.Record(address, price);
        return new PriceWrite(observation.Key, AssetWriteStatus.Updated, price);
    }

    static bool IsOf(PricePage page, AssetKey key) => PricePrefix.Covers(page.Prefix, PricePrefix.HashOf(key.ContractAddress));
}
