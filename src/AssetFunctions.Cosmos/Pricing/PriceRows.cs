using System.Text.Json;
using System.Text.Json.Nodes;
using AssetFunctions.Cosmos.Documents;
using AssetFunctions.Sync.Assets;

namespace AssetFunctions.Cosmos.Pricing;

/// <summary>Reads and writes the rows of a page. Values that most rows share are stated once per page.</summary>
static class PriceRows
{
    static readonly string[] OfPrices = ["provider", "confidence"];
    static readonly string[] OfAssets = ["heldDay", "decimals", "verified"];

    /// <returns>The row, or null when it cannot be read.</returns>
    public static PriceRowDocument? TryRead(JsonNode? row, JsonObject? common)
    {
        try
        {
            if (row?.DeepClone() is not JsonObject members)
            {
                return null;
            }

            foreach (var (name, value) in common ?? [])
            {
                members.TryAdd(name, value?.DeepClone());
            }

            var read = members.Deserialize(CosmosJson.Default.PriceRowDocument);
            return read is { Usd: null } or { Usd: > 0, AsOf: not null, Provider: not null } ? read : null;
        }
        catch (Exception ex) when (ex is JsonException or InvalidOperationException or FormatException or OverflowException)
        {
            return null;
        }
    }

    /// <summary>Writes rows.</summary>
    /// <param name="common">Common values that other rows rely on, or null to choose them.</param>
    public static (JsonObject Common, Dictionary<string, JsonNode?> Rows) Write(IReadOnlyDictionary<string, PriceRowDocument> rows, JsonObject? common)
    {
        var written = rows.ToDictionary(
            row => row.Key, row => JsonSerializer.SerializeToNode(row.Value, CosmosJson.Default.PriceRowDocument)!.AsObject(), StringComparer.Ordinal);
        common = common?.DeepClone().AsObject() ?? CommonOf(written.Values);
        foreach (var row in written.Values)
        {
            foreach (var (name, value) in common)
            {
                if (!row.ContainsKey("usd") && OfPrices.Contains(name, StringComparer.Ordinal))
                {
                    row.Remove(name);
                }
                else if (JsonNode.DeepEquals(row[name], value))
                {
                    row.Remove(name);
                }
                else if (row[name] is null)
                {
                    row[name] = null;
                }
            }
        }

        return (common, written.ToDictionary(row => row.Key, row => (JsonNode?)row.Value, StringComparer.Ordinal));
    }

    public static AssetPrice? PriceOf(PriceRowDocument? row) => row is not { Usd: { } usd, AsOf: { } asOf, Provider: { } provider }
        ? null
        : new AssetPrice(usd, asOf, provider)
        {
            Confidence = row.Confidence,
            Suspect = row.Suspect is { } suspect ? new SuspectPrice(suspect.Usd, suspect.AsOf, suspect.Provider) : null,
        };

    /// <summary>The row with another price; its hour stays as it is.</summary>
    public static PriceRowDocument WithPrice(PriceRowDocument row, AssetPrice? price) => row with
    {
        Usd = price?.Usd,
        AsOf = price?.AsOf,
        Provider = price?.Provider,
        Confidence = price?.Confidence,
        Suspect = price?.Suspect is { } suspect ? new SuspectRowDocument { Usd = suspect.Usd, AsOf = suspect.AsOf, Provider = suspect.Provider } : null,
    };

    /// <summary>The row after one more accepted price in its hour.</summary>
    public static PriceRowDocument WithAccepted(PriceRowDocument row, AssetPrice price)
    {
        var open = row.Open ?? price.Usd;
        var high = Math.Max(row.Open is null ? price.Usd : HighOf(row), price.Usd);
        var low = Math.Min(row.Open is null ? price.Usd : LowOf(row), price.Usd);
        return WithPrice(row, price) with
        {
            Open = open,
            High = high == Math.Max(open, price.Usd) ? null : high,
            Low = low == Math.Min(open, price.Usd) ? null : low,
        };
    }

    /// <summary>The finished hour of a row that has one.</summary>
    public static CandleDocument CandleOf(PriceRowDocument row) => new()
    {
        AsOf = row.AsOf!.Value,
        Open = row.Open == row.Usd ? null : row.Open,
        High = row.High,
        Low = row.Low,
        Close = row.Usd!.Value,
        Provider = row.Provider,
    };

    static decimal HighOf(PriceRowDocument row) => row.High ?? Math.Max(row.Open!.Value, row.Usd!.Value);

    static decimal LowOf(PriceRowDocument row) => row.Low ?? Math.Min(row.Open!.Value, row.Usd!.Value);

    static JsonObject CommonOf(IReadOnlyCollection<JsonObject> rows)
    {
        var common = new JsonObject();
        foreach (var name in OfPrices.Concat(OfAssets))
        {
            var most = rows.Select(row => row[name]).OfType<JsonNode>().GroupBy(value => value.ToJsonString(), StringComparer.Ordinal).MaxBy(values => values.Count());
            if (most is not null)
            {
                common[name] = most.First().DeepClone();
            }
        }

        return common;
    }
}
