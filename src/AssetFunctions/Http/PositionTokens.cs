using System.Globalization;
using AssetFunctions.Sync.Queries;

namespace AssetFunctions.Http;

/// <summary>Continuation tokens of positions.</summary>
static class PositionTokens
{
    const string Purpose = "positions";
    const char Separator = ' ';

    public static string Create(string wallet, PositionQuery query, PositionPlace place) => ContinuationTokens.Create(ListOf(wallet, query), place switch
    {
        PositionPlace.Behind behind => behind.Id,
        PositionPlace.Shown shown => $"{shown.Count.ToString(CultureInfo.InvariantCulture)}{Separator}{shown.Digest}",
        _ => throw new ArgumentException($"No text form for {place.GetType().Name}.", nameof(place)),
    });

    /// <returns>The place, or null when the token is invalid or belongs to another wallet, other filters or another order.</returns>
    public static PositionPlace? Read(string wallet, PositionQuery query, string token) => ContinuationTokens.Read(ListOf(wallet, query), token) switch
    {
        null or "" => null,
        var id when query.Order == PositionOrder.Id => new PositionPlace.Behind(id),
        var place => place.Split(Separator) is [var text, { Length: > 0 } digest]
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0
                ? new PositionPlace.Shown(count, digest)
                : null,
    };

    static string?[] ListOf(string wallet, PositionQuery query) =>
    [
        Purpose, wallet, query.Network, query.Type, query.MinValueUsd?.ToString(CultureInfo.InvariantCulture), query.Spam.ToString(), query.Order.ToString(),
    ];
}
