using System.Text.Json;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Providers;

namespace AssetFunctions.Providers.JsonApi;

/// <summary>Collects the rows of all pages of one fetch, whatever kind of rows they are.</summary>
interface IRowCollector : IPageSink
{
    /// <summary>What the rows are, in the plural and for sentences, e.g. <c>positions</c>.</summary>
    string Kind { get; }

    /// <summary>What is asked for in the singular and for sentences, e.g. <c>wallet</c>.</summary>
    string Subject { get; }

    /// <summary>Whether any row told what it is, so that the fetch is worth keeping although it was cut.</summary>
    bool HasReadableRows { get; }

    /// <summary>Rows kept so far.</summary>
    int Count { get; }

    /// <summary>Address or key of the next page as the last page stated it, or null.</summary>
    string? Next { get; }

    /// <summary>Why the rows may not be all there are, or null.</summary>
    string? IncompleteReason { get; }

    /// <summary>Forgets the link of the page before.</summary>
    void BeginPage();

    /// <summary>Records why rows are missing.</summary>
    void AddGap(string reason);
}

/// <summary>Collects the rows of all pages of one fetch with an account of what was left out and why rows may be missing.</summary>
/// <param name="kind">What the rows are, in the plural.</param>
/// <param name="read">Reads a row of any bytes without ever throwing for what they hold.</param>
/// <param name="readRef">Reads the provider's id from the start of a row, or null.</param>
/// <param name="next">Finds the address or key of the next page in what the page says about it.</param>
sealed class RowCollector<TRow>(
    string kind, Func<ReadOnlyMemory<byte>, RowOutcome<TRow>> read, Func<ReadOnlyMemory<byte>, string?> readRef, Func<JsonElement, JsonElement> next)
    : IRowCollector
    where TRow : class
{
    const int MaxLink = 4096;

    readonly List<TRow> _rows = [];
    readonly Dictionary<SkipReason, int> _skipped = [];
    readonly List<string> _unreadableRefs = [];
    readonly List<string> _gaps = [];
    int _nameless;

    public string Kind => kind;

    public string Subject { get; init; } = "wallet";

    public IReadOnlyList<TRow> Rows => _rows;

    /// <summary>Rows left out, by reason.</summary>
    public IReadOnlyDictionary<SkipReason, int> Skipped => _skipped;

    /// <summary>Ids of rows left out because they could not be read.</summary>
    public IReadOnlyList<string> UnreadableRefs => _unreadableRefs;

    public bool HasReadableRows => _rows.Count > 0 || _skipped.Keys.Any(reason => reason != SkipReason.Malformed);

    public int Count => _rows.Count;

    public string? Next { get; private set; }

    public string? IncompleteReason
    {
        get
        {
            List<string> gaps = _nameless == 0 ? _gaps : [.. _gaps, $"{_nameless} rows are broken beyond telling which {kind} they held"];
            return gaps.Count == 0 ? null : string.Join("; ", gaps);
        }
    }

    public void BeginPage() => Next = null;

    public void AddGap(string reason) => _gaps.Add(reason);

    public void OnRow(ReadOnlyMemory<byte> row)
    {
        var outcome = read(row);
        if (outcome.Row is { } kept)
        {
            _rows.Add(kept);
            return;
        }

        Skip(outcome.Skipped!.Value, outcome.Ref, outcome.IsJson);
    }

    public void OnOversizedRow(ReadOnlyMemory<byte> start, bool wellFramed) =>
        Skip(SkipReason.Malformed, readRef(start), wellFramed);

    public void OnLinks(ReadOnlyMemory<byte> links)
    {
        try
        {
            using var document = LooseJson.Parse(links);
            var link = next(document.RootElement);
            Next = link.Text(MaxLink);
            if (Next is null && !link.IsAbsent())
            {
                AddGap("the link to the next page cannot be read");
            }
        }
        catch (Exception ex) when (ex is JsonException or InvalidOperationException)
        {
            AddGap("the links of the page cannot be read");
        }
    }

    void Skip(SkipReason reason, string? providerRef, bool endsInSight)
    {
        _skipped[reason] = _skipped.GetValueOrDefault(reason) + 1;
        if (reason is SkipReason.Trash or SkipReason.Hidden or SkipReason.Zero)
        {
            return;
        }

        if (providerRef is not null)
        {
            _unreadableRefs.Add(providerRef);
        }

        if (providerRef is null || !endsInSight)
        {
            _nameless++;
        }
    }
}
