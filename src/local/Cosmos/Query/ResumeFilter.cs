using System.Text.Json;
using AssetFunctions.Local.Cosmos.Resources;

namespace AssetFunctions.Local.Cosmos.Query;

/// <summary>
/// The position at which a sorted query resumes: at the documents with this sort value and, if given, this document, or after them with
/// <paramref name="Exclude"/>.
/// </summary>
sealed record ResumeFilter(SortKey Value, long? Rid, bool Exclude)
{
    /// <summary>Reads the filter from the body of a query; null when the query starts from the beginning.</summary>
    public static ResumeFilter? Read(JsonElement body)
    {
        if (!body.TryGetProperty("resumeFilter", out var filter) || filter.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        long? rid = filter.TryGetProperty("rid", out var text)
            && text.ValueKind == JsonValueKind.String
            && ResourceId.TryReadDocument(text.GetString()!, out var number) ? number : null;
        return new ResumeFilter(ReadValue(filter.GetProperty("value")), rid, filter.TryGetProperty("exclude", out var exclude) && exclude.ValueKind == JsonValueKind.True);
    }

    /// <summary>Whether a document lies before the position.</summary>
    public bool IsBefore(SortKey key, long rid, bool isDescending)
    {
        var order = SortKey.Compare(key, Value);
        if (order != 0)
        {
            return isDescending ? order > 0 : order < 0;
        }

        return Rid is not { } resumed || rid == resumed ? Exclude : isDescending ? rid > resumed : rid < resumed;
    }

    /// <summary>Undefined is sent as an empty array, an array or object as an object with its type and hash.</summary>
    static SortKey ReadValue(JsonElement values)
    {
        var value = values.EnumerateArray().FirstOrDefault();
        return value.ValueKind switch
        {
            JsonValueKind.Array => default,
            JsonValueKind.Object when value.GetProperty("type").ValueEquals("array"u8) => SortKey.Of(values),
            _ => SortKey.Of(value),
        };
    }
}
