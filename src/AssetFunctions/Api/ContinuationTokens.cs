using System.Buffers.Text;
using System.Globalization;
using System.Text;
using AssetFunctions.Sync.Reading;
using AssetFunctions.Sync.Transactions;

namespace AssetFunctions.Api;

/// <summary>Continuation tokens: where the page ended and a signature over it, the wallet and the filters.</summary>
public sealed class ContinuationTokens(ApiSignature signature)
{
    public string Create(string wallet, PositionQuery query, string after) => Create(after, PartsOf(wallet, query));

    /// <returns>The last id, or null when the token was changed or made for another wallet or other filters.</returns>
    public string? Read(string wallet, PositionQuery query, string token) => Read(token, PartsOf(wallet, query));

    public string Create(string wallet, TransactionFilter filter, TransactionPlace after) =>
        Create($"{after.MinedAt.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)} {after.Id}", PartsOf(wallet, filter));

    /// <returns>The place of the last transaction, or null when the token was changed or made for another wallet or other filters.</returns>
    public TransactionPlace? Read(string wallet, TransactionFilter filter, string token)
    {
        var parts = Read(token, PartsOf(wallet, filter))?.Split(' ', 2);
        return parts is [var millis, var id]
            ? new TransactionPlace(DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(millis, CultureInfo.InvariantCulture)), id)
            : null;
    }

    string Create(string after, string?[] parts) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(after)) + "." + signature.Of([.. parts, after]);

    string? Read(string token, string?[] parts)
    {
        var dot = token.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0 || !Base64Url.IsValid(token.AsSpan(0, dot)))
        {
            return null;
        }

        var after = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token.AsSpan(0, dot)));
        return signature.IsOf(token[(dot + 1)..], [.. parts, after]) ? after : null;
    }

    // The first part tells what the token is for, so that one list's tokens are worth nothing for another.
    static string?[] PartsOf(string wallet, PositionQuery query) =>
        ["positions", wallet, query.Network, query.Type, query.MinValueUsd?.ToString(CultureInfo.InvariantCulture)];

    static string?[] PartsOf(string wallet, TransactionFilter filter) =>
        ["transactions", wallet, filter.Network, filter.Operation, filter.Asset?.ToString(), filter.Trash.ToString()];
}
