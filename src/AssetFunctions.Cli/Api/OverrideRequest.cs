using System.Globalization;
using System.Text.Json.Nodes;

namespace AssetFunctions.Cli.Api;

/// <summary>The body of a request to set an override.</summary>
sealed record OverrideRequest(string? State, decimal? PriceUsd, string Note)
{
    public JsonObject ToJson() => new()
    {
        ["state"] = State,
        ["priceUsd"] = PriceUsd?.ToString(CultureInfo.InvariantCulture),
        ["note"] = Note,
    };
}
