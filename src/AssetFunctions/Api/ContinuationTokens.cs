using System.Globalization;
using AssetFunctions.Sync.Reading;

namespace AssetFunctions.Api;

/// <summary>Continuation tokens of positions: the last id and a signature over it, the wallet and the filters.</summary>
public sealed class ContinuationTokens(ApiSignature signature)
{
    const string Purpose = "positions";

    public string Create(string wallet, PositionQuery query, string after) => signature.Seal(after, PartsOf(wallet, query));

    /// <returns>The last id, or null when the token was changed or made for another wallet or other filters.</returns>
    public string? Read(string wallet, PositionQuery query, string token) => signature.Open(token, PartsOf(wallet, query));

    static string?[] PartsOf(string wallet, PositionQuery query) =>
        [Purpose, wallet, query.Network, query.Type, query.MinValueUsd?.ToString(CultureInfo.InvariantCulture)];
}
