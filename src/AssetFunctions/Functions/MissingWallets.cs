using AssetFunctions.Http;
using AssetFunctions.Sync.Queries;

namespace AssetFunctions.Functions;

/// <summary>Answers where nothing is stored of a wallet.</summary>
static class MissingWallets
{
    /// <summary>The answer 410 where the wallet was deleted, or else the problem given. One database request.</summary>
    public static async Task<ApiResponse> GoneOrAsync(this WalletReading reading, string wallet, ApiResponse problem, CancellationToken cancellationToken) =>
        await reading.IsDeletedAsync(wallet, cancellationToken) ? Problems.Gone(wallet) : problem;
}
