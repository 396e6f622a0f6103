using System.Text.Json;
using AssetFunctions.Sync.Providers;

namespace AssetFunctions.Providers.JsonApi;

/// <summary>Turns the bytes of a row into JSON for its reader.</summary>
static class RowParser
{
    /// <summary>Reads a row of any bytes; never throws for what they hold.</summary>
    /// <param name="read">Reads the row as JSON.</param>
    /// <param name="readRef">Reads the provider's id from the start of a row that is broken, or null.</param>
    public static RowOutcome Read(ReadOnlyMemory<byte> row, Func<JsonElement, RowOutcome> read, Func<ReadOnlyMemory<byte>, string?> readRef)
    {
        try
        {
            using var document = JsonDocument.Parse(row);
            return read(document.RootElement);
        }
        catch (JsonException)
        {
            return new RowOutcome(null, SkipReason.Malformed, readRef(row), IsJson: false);
        }
        catch (InvalidOperationException)
        {
            // Member names that are no valid Unicode end up here; the shape is no source's then.
            return new RowOutcome(null, SkipReason.Malformed, readRef(row));
        }
    }
}
