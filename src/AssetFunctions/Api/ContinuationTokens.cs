using System.Buffers.Text;
using System.Globalization;
using System.Text;
using AssetFunctions.Sync.Reading;

namespace AssetFunctions.Api;

/// <summary>Continuation tokens of positions: the last id and a signature over it, the wallet and the filters.</summary>
public sealed class ContinuationTokens(ApiSignature signature)
{
    const string Purpose = "positions";

    public string Create(string wallet, PositionQuery query, string after) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(after)) + "." + Sign(wallet, query, after);

    /// <returns>The last id, or null when the token was changed or made for another wallet or other filters.</returns>
    public string? Read(string wallet, PositionQuery query, string token)
    {
        var dot = token.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0 || !Base64Url.IsValid(token.AsSpan(0, dot)))
        {
            return null;
        }

        var after = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token.AsSpan(0, dot)));
        return signature.IsOf(token[(dot + 1)..], PartsOf(wallet, query, after)) ? after : null;
    }

    string Sign(string wallet, PositionQuery query, string after) => signature.Of(PartsOf(wallet, query, after));

    static string?[] PartsOf(string wallet, PositionQuery query, string after) =>
        [Purpose, wallet, query.Network, query.Type, query.MinValueUsd?.ToString(CultureInfo.InvariantCulture), after];
}
