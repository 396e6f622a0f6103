using System.Globalization;
using AssetFunctions.Sync.Transactions;

namespace AssetFunctions.Http;

/// <summary>Continuation tokens of transactions.</summary>
static class TransactionTokens
{
    const string Purpose = "transactions";
    const char Separator = ' ';

    static readonly long LatestMs = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    public static string Create(string wallet, TransactionFilter filter, TransactionPlace after) =>
        ContinuationTokens.Create(ListOf(wallet, filter), $"{after.MinedAt.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)}{Separator}{after.Id}");

    /// <returns>The place, or null when the token is invalid or belongs to another wallet or other filters.</returns>
    public static TransactionPlace? Read(string wallet, TransactionFilter filter, string token) =>
        ContinuationTokens.Read(ListOf(wallet, filter), token)?.Split(Separator, 2) is [var minedMs, { Length: > 0 } id]
            && long.TryParse(minedMs, NumberStyles.None, CultureInfo.InvariantCulture, out var ms) && ms <= LatestMs
            ? new TransactionPlace(DateTimeOffset.FromUnixTimeMilliseconds(ms), id)
            : null;

    static string?[] ListOf(string wallet, TransactionFilter filter) =>
        [Purpose, wallet, filter.Network, filter.Operation, filter.Asset?.ToString(), filter.Trash.ToString()];
}
