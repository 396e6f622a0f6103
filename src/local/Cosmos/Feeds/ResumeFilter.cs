using System.Text.Json;
using AssetFunctions.Local.Cosmos.Http;
using AssetFunctions.Local.Cosmos.Query;
using AssetFunctions.Local.Cosmos.Query.Values;
using AssetFunctions.Local.Cosmos.Resources;

namespace AssetFunctions.Local.Cosmos.Feeds;

/// <summary>
/// Where a client wants a sorted query to go on: at, or with <paramref name="Exclude"/> behind, the rows with these sort
/// values and, if given, this document.
/// </summary>
sealed record ResumeFilter(IReadOnlyList<ResumeValue> Values, long? Rid, bool Exclude)
{
    /// <summary>A row holds a document, which may be 128 levels deep, within its envelope.</summary>
    static readonly JsonDocumentOptions Deep = new() { MaxDepth = 256 };

    public static ResumeFilter? Read(JsonElement body)
    {
        if (!body.TryGetProperty("resumeFilter", out var filter) || filter.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var values = new List<ResumeValue>();
        foreach (var value in filter.GetProperty("value").Clone().EnumerateArray())
        {
            values.Add(ResumeValue.Read(value));
        }

        long? rid = filter.TryGetProperty("rid", out var text)
            && text.ValueKind == JsonValueKind.String
            && ResourceId.TryReadDocument(JsonText.ReadString(text), out var number) ? number : null;
        return new ResumeFilter(values, rid, filter.TryGetProperty("exclude", out var exclude) && exclude.ValueKind == JsonValueKind.True);
    }

    /// <summary>Whether a row lies before the position. It is what a rewritten query yields: <c>_rid</c>, <c>orderByItems</c>, <c>payload</c>.</summary>
    public bool IsBefore(QueryResult row, IReadOnlyList<bool> isDescending)
    {
        using var document = JsonDocument.Parse(row.Json, Deep);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("orderByItems", out var items) || items.ValueKind != JsonValueKind.Array)
        {
            throw RequestRefusedException.BadRequest("Only a sorted query can be resumed by its sort values.");
        }

        var index = 0;
        foreach (var item in items.EnumerateArray().Take(Math.Min(Values.Count, isDescending.Count)))
        {
            var value = item.ValueKind == JsonValueKind.Object && item.TryGetProperty("item", out var given) ? SqlValue.From(given) : SqlValue.Undefined;
            var order = Values[index].Rank(value);
            if (order != 0)
            {
                return isDescending[index] ? order > 0 : order < 0;
            }

            index++;
        }

        return IsBeforeInTie(root, isDescending.Count > 0 && isDescending[0]);
    }

    bool IsBeforeInTie(JsonElement row, bool isDescending)
    {
        if (Rid is not { } resumed
            || !row.TryGetProperty("_rid", out var rid)
            || rid.ValueKind != JsonValueKind.String
            || !ResourceId.TryReadDocument(JsonText.ReadString(rid), out var number))
        {
            return Exclude;
        }

        return number == resumed ? Exclude : isDescending ? number > resumed : number < resumed;
    }
}
