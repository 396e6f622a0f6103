using System.Text.Json;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Providers;

namespace AssetFunctions.Providers.JsonApi;

/// <summary>Collects the rows of all pages of one fetch, independent of their type.</summary>
interface IRowCollector : IPageSink
{
    /// <summary>Plural name of the rows in messages, e.g. <c>positions</c>.</summary>
    string Kind { get; }

    /// <summary>Singular name of the requested thing in messages, e.g. <c>wallet</c>.</summary>
    string Subject { get; }

    /// <summary>True if at least one row was readable, so that an interrupted fetch is worth keeping.</summary>
    bool HasReadableRows { get; }

    /// <summary>Rows kept so far.</summary>
    int Count { get; }

    /// <summary>URL or key of the next page according to the last page, or null.</summary>
    string? Next { get; }

    /// <summary>The reason why rows may be missing, or null.</summary>
    string? IncompleteReason { get; }

    /// <summary>Clears the link of the previous page.</summary>
    void BeginPage();

    /// <summary>Records a reason why rows are missing.</summary>
    void AddGap(string reason);
}

/// <summary>Collects the rows of all pages of one fetch, and records skipped rows and gaps.</summary>
/// <param name="kind">Plural name of the rows.</param>
/// <param name="read">Reads a row of any bytes; never throws because of its content.</param>
/// <param name="readRef">Reads the provider's id from the start of a row, or null.</param>
/// <param name="next">Finds the URL or key of the next page in the page's member about it.</param>
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

    /// <summary>Skipped rows, by reason.</summary>
    public IReadOnlyDictionary<SkipReason, int> Skipped => _skipped;

    /// <summary>Ids of rows that could not be read.</summary>
    public IReadOnlyList<string> UnreadableRefs => _unreadableRefs;

    public bool HasReadableRows => _rows.Count > 0 || _skipped.Keys.Any(reason => reason != SkipReason.Malformed);

    public int Count => _rows.Count;

    public string? Next { get; private set; }

    public string? IncompleteReason
    {
        get
        {
            List<string> gaps = _nameless == 0 ? _gaps : [.. _gaps, $"{_nameless} rows are too broken to identify their {kind}"];
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
