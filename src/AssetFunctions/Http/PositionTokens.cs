using System.Globalization;
using AssetFunctions.Sync.Queries;

namespace AssetFunctions.Http;

/// <summary>Continuation tokens of positions.</summary>
static class PositionTokens
{
    const string Purpose = "positions";
    const char Separator = ' ';

    public static string Create(string wallet, PositionQuery query, PositionCursor place) =>
        ContinuationTokens.Create(ListOf(wallet, query), $"{place.ValueUsd?.ToString(CultureInfo.InvariantCulture)}{Separator}{place.Id}");

    /// <returns>The place, or null when the token names none or was made for another wallet, other filters or another order.</returns>
    public static PositionCursor? Read(string wallet, PositionQuery query, string token) =>
        ContinuationTokens.Read(ListOf(wallet, query), token)?.Split(Separator, 2) switch
        {
            ["", { Length: > 0 } id] => new PositionCursor(null, id),
            [var value, { Length: > 0 } id] when decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var usd) => new PositionCursor(usd, id),
            _ => null,
        };

    static string?[] ListOf(string wallet, PositionQuery query) =>
    [
        Purpose, wallet, query.Network, query.Type, query.MinValueUsd?.ToString(CultureInfo.InvariantCulture), query.Spam.ToString(), query.Order.ToString(),
    ];
}
