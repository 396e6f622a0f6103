using AssetFunctions.Sync.Pipeline;
using AssetFunctions.Sync.Positions;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Sync.Wallets;

/// <summary>What one tick of the schedule asks for.</summary>
/// <param name="Requests">Requests for the wallets that are always on the schedule, as message texts.</param>
/// <param name="Shards">Shards of the directory whose due wallets are to be asked for, as message texts.</param>
public sealed record ScheduleTick(string[] Requests, string[] Shards);

/// <summary>Turns a tick of the schedule into messages. It returns at once: the due wallets are found by whoever takes the shards.</summary>
public sealed class SyncScheduler(IWalletDirectory directory, IOptions<ScheduleOptions> options, TimeProvider clock)
{
    /// <summary>
    /// Requests for every wallet of the setting and one message per shard. A run id tells wallet and minute, so a tick that fires twice asks for
    /// the same runs.
    /// </summary>
    public async Task<ScheduleTick> TickAsync(CancellationToken cancellationToken)
    {
        var now = DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds());
        var shards = await directory.FindShardsAsync(cancellationToken);
        return new ScheduleTick(
            [.. Always(now)],
            [.. shards.Select(shard => MessageCodec.Encode(new ShardRequest { Version = ShardRequest.CurrentVersion, Shard = shard, TickAt = now }))]);
    }

    IEnumerable<string> Always(DateTimeOffset now)
    {
        var minute = now.ToString("yyyyMMddHHmm");
        return options.Value.Split()
            .Select(address => WalletAddress.TryCanonicalize(address, out var wallet) ? wallet : address)
            .Distinct(StringComparer.Ordinal)
            .Select(wallet => MessageCodec.Encode(new SyncRequest
            {
                Version = SyncRequest.CurrentVersion,
                Wallet = wallet,
                RunId = $"{minute}-{ContentHash.Text(ContentHash.Of(wallet))}",
            }));
    }
}
