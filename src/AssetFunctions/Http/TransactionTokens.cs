using System.Globalization;
using AssetFunctions.Sync.Transactions;

namespace AssetFunctions.Http;

/// <summary>Continuation tokens of transactions.</summary>
public sealed class TransactionTokens(ContinuationTokens tokens)
{
    const string Purpose = "transactions";
    const char Separator = ' ';

    public string Create(string wallet, TransactionFilter filter, TransactionPlace after) =>
        tokens.Create(ListOf(wallet, filter), $"{after.MinedAt.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)}{Separator}{after.Id}");

    /// <returns>The place, or null when the token was changed or made for another wallet or other filters.</returns>
    public TransactionPlace? Read(string wallet, TransactionFilter filter, string token)
    {
        if (tokens.Read(ListOf(wallet, filter), token) is not { } place)
        {
            return null;
        }

        // What is signed was written here.
        var separator = place.IndexOf(Separator, StringComparison.Ordinal);
        var minedAt = DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(place.AsSpan(0, separator), CultureInfo.InvariantCulture));
        return new TransactionPlace(minedAt, place[(separator + 1)..]);
    }

    static string?[] ListOf(string wallet, TransactionFilter filter) =>
        [Purpose, wallet, filter.Network, filter.Operation, filter.Asset?.ToString(), filter.Trash.ToString()];
}
