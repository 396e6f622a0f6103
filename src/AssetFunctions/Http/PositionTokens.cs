using System.Globalization;
using AssetFunctions.Sync.Queries;

namespace AssetFunctions.Http;

/// <summary>Continuation tokens of positions.</summary>
public sealed class PositionTokens(ContinuationTokens tokens)
{
    const string Purpose = "positions";
    const char Separator = ' ';

    public string Create(string wallet, PositionQuery query, PositionCursor place) =>
        tokens.Create(ListOf(wallet, query), $"{place.ValueUsd?.ToString(CultureInfo.InvariantCulture)}{Separator}{place.Id}");

    /// <returns>The place, or null when the token was changed or made for another wallet, other filters or another order.</returns>
    public PositionCursor? Read(string wallet, PositionQuery query, string token)
    {
        if (tokens.Read(ListOf(wallet, query), token) is not { } place)
        {
            return null;
        }

        // What is signed was written here.
        var separator = place.IndexOf(Separator, StringComparison.Ordinal);
        decimal? value = separator == 0 ? null : decimal.Parse(place.AsSpan(0, separator), CultureInfo.InvariantCulture);
        return new PositionCursor(value, place[(separator + 1)..]);
    }

    static string?[] ListOf(string wallet, PositionQuery query) =>
    [
        Purpose, wallet, query.Network, query.Type, query.MinValueUsd?.ToString(CultureInfo.InvariantCulture), query.Spam.ToString(), query.Order.ToString(),
    ];
}
