using System.Text.Json;
using AssetFunctions.Sync.Providers;

namespace AssetFunctions.Providers.JsonApi;

/// <summary>Collects the rows of all pages of one fetch with an account of what was left out and why the set may lack something.</summary>
/// <param name="read">Reads a row of any bytes without ever throwing for what they hold.</param>
/// <param name="readRef">Reads the provider's id from the start of a row, or null.</param>
/// <param name="next">Finds the address or key of the next page in what the page says about it.</param>
sealed class PositionCollector(
    Func<ReadOnlyMemory<byte>, RowOutcome> read, Func<ReadOnlyMemory<byte>, string?> readRef, Func<JsonElement, JsonElement> next) : IPageSink
{
    const int MaxLink = 4096;

    readonly List<ProviderPosition> _rows = [];
    readonly Dictionary<SkipReason, int> _skipped = [];
    readonly List<string> _unreadableRefs = [];
    readonly List<string> _gaps = [];
    int _nameless;

    /// <summary>Whether any row told what it is, so that the fetch is worth keeping although it was cut.</summary>
    public bool HasReadableRows => _rows.Count > 0 || _skipped.Keys.Any(reason => reason != SkipReason.Malformed);

    /// <summary>Address or key of the next page as the last page stated it, or null.</summary>
    public string? Next { get; private set; }

    /// <summary>Forgets the link of the page before.</summary>
    public void BeginPage() => Next = null;

    /// <summary>Records why the set lacks positions.</summary>
    public void AddGap(string reason) => _gaps.Add(reason);

    public void OnRow(ReadOnlyMemory<byte> row)
    {
        var outcome = read(row);
        if (outcome.Position is { } position)
        {
            _rows.Add(position);
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
            using var document = JsonDocument.Parse(links);
            var link = next(document.RootElement);
            Next = link.Text(MaxLink);
            if (Next is null && !link.IsAbsent())
            {
                AddGap("the link to the next page cannot be read");
            }
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            AddGap("the links of the page cannot be read");
        }
    }

    public PositionSet ToSet(string source)
    {
        var gaps = _nameless == 0 ? _gaps : [.. _gaps, $"{_nameless} rows are broken beyond telling which positions they held"];
        return new PositionSet
        {
            Source = source,
            Rows = _rows,
            Skipped = _skipped,
            UnreadableRefs = _unreadableRefs,
            IncompleteReason = gaps.Count == 0 ? null : string.Join("; ", gaps),
        };
    }

    void Skip(SkipReason reason, string? providerRef, bool tellsItsEnd)
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

        if (providerRef is null || !tellsItsEnd)
        {
            _nameless++;
        }
    }
}
