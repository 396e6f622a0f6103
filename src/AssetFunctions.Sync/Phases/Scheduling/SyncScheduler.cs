using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Phases.Lifecycle;
using AssetFunctions.Sync.Wallets;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Sync.Phases.Scheduling;

/// <summary>
/// Turns a tick of the schedule into messages, one per shard of the directory. It returns at once: the due wallets are found by whoever takes the
/// shards.
/// </summary>
public sealed class SyncScheduler(
    IWalletDirectory directory, WalletRegistrations registrations, IMessageSender sender, IOptions<ScheduleOptions> options, TimeProvider clock)
{
    volatile bool _isRegistered;

    public async Task TickAsync(CancellationToken cancellationToken)
    {
        await RegisterAsync(cancellationToken);
        var now = clock.GetWholeMilliseconds();
        var shards = await directory.FindShardsAsync(cancellationToken);
        await sender.SendAllAsync(
            shards.Select(shard => new ShardRequest { Version = ShardRequest.CurrentVersion, Shard = shard, TickAt = now }), cancellationToken);
    }

    // The wallets of the settings live on the same schedule as all others, so that they too are synced once at a time.
    async Task RegisterAsync(CancellationToken cancellationToken)
    {
        if (_isRegistered)
        {
            return;
        }

        foreach (var address in options.Value.Split())
        {
            // One that is registered already stays as it is, and one that is being deleted goes first.
            if (WalletAddress.TryCanonicalize(address, out var wallet))
            {
                await registrations.RegisterAsync(wallet, new RegistrationChange { ExpectedRevision = 0 }, cancellationToken);
            }
        }

        _isRegistered = true;
    }
}
