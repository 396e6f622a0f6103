using System.Text.Json;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Providers;

namespace AssetFunctions.Providers.JsonApi;

/// <summary>Parses the bytes of a row for its reader.</summary>
static class RowParser
{
    const int MaxRef = 512;

    /// <summary>Reads a row of any bytes; never throws because of its content.</summary>
    /// <param name="read">Reads the row as JSON.</param>
    /// <param name="readRef">Reads the provider's id from the start of a broken row, or returns null.</param>
    public static RowOutcome<TRow> Read<TRow>(
        ReadOnlyMemory<byte> row, Func<JsonElement, RowOutcome<TRow>> read, Func<ReadOnlyMemory<byte>, string?> readRef)
        where TRow : class
    {
        try
        {
            using var document = LooseJson.Parse(row);
            return read(document.RootElement);
        }
        catch (JsonException)
        {
            return new RowOutcome<TRow>(null, SkipReason.Malformed, readRef(row), IsJson: false);
        }
        catch (InvalidOperationException)
        {
            // Member names that are not valid Unicode; no provider has such a row.
            return new RowOutcome<TRow>(null, SkipReason.Malformed, readRef(row));
        }
    }

    /// <summary>Returns the member <c>id</c> of a row, or null when it is not a string, empty or too long.</summary>
    public static string? Id(JsonElement row) => Bounded(row.Member("id").Text(MaxRef));

    /// <summary>Returns the member <c>id</c> of a row that is truncated or broken after it, or null.</summary>
    public static string? ReadId(ReadOnlyMemory<byte> start) =>
        IdIn(start.Span) ?? (LooseJson.TryRepair(start.Span, out var repaired) ? IdIn(repaired.Span) : null);

    static string? IdIn(ReadOnlySpan<byte> start)
    {
        var reader = new Utf8JsonReader(start, isFinalBlock: false, default);
        try
        {
            while (reader.Read())
            {
                if (reader is { TokenType: JsonTokenType.PropertyName, CurrentDepth: 1 } && reader.ValueTextEquals("id"u8))
                {
                    return reader.Read() && reader.TokenType == JsonTokenType.String && reader.ValueSpan.Length <= MaxRef ? Bounded(reader.GetString()) : null;
                }
            }
        }
        catch (Exception ex) when (ex is JsonException or InvalidOperationException)
        {
            return null;
        }

        return null;
    }

    static string? Bounded(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
