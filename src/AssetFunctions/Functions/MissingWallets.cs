using AssetFunctions.Http;
using AssetFunctions.Sync.Queries;

namespace AssetFunctions.Functions;

/// <summary>Responses for wallets about which nothing is stored.</summary>
static class MissingWallets
{
    /// <summary>Returns 410 if the wallet was deleted, otherwise the given problem. One database request.</summary>
    public static async Task<ApiResponse> GoneOrAsync(this WalletReading reading, string wallet, ApiResponse problem, CancellationToken cancellationToken) =>
        await reading.IsDeletedAsync(wallet, cancellationToken) ? Problems.Gone(wallet) : problem;
}
