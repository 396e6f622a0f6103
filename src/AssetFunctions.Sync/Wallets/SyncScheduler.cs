using AssetFunctions.Sync.Pipeline;
using AssetFunctions.Sync.Positions;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Sync.Wallets;

/// <summary>Decides which wallets are due at a tick of the schedule.</summary>
public sealed class SyncScheduler(IOptions<ScheduleOptions> options, TimeProvider clock)
{
    /// <summary>
    /// Requests for every wallet on the schedule, as queue message texts. A run id tells wallet and minute, so a tick that fires twice asks for
    /// the same runs.
    /// </summary>
    public string[] TakeDue()
    {
        var minute = clock.GetUtcNow().ToString("yyyyMMddHHmm");
        return [.. options.Value.Split()
            .Select(address => WalletAddress.TryCanonicalize(address, out var wallet) ? wallet : address)
            .Distinct(StringComparer.Ordinal)
            .Select(wallet => MessageCodec.Encode(new SyncRequest
            {
                Version = SyncRequest.CurrentVersion,
                Wallet = wallet,
                RunId = $"{minute}-{ContentHash.Text(ContentHash.Of(wallet))}",
            }))];
    }
}
