using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Phases.Lifecycle;
using AssetFunctions.Sync.Wallets;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Sync.Phases.Scheduling;

/// <summary>
/// Turns a tick of the schedule into one message per shard of the directory. <see cref="SchedulePhase"/> finds the due wallets.
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

    // Wallets from the settings are registered like all others, so that they too are synced by one run at a time.
    async Task RegisterAsync(CancellationToken cancellationToken)
    {
        if (_isRegistered)
        {
            return;
        }

        foreach (var address in options.Value.Split())
        {
            // A registered wallet stays as it is, and a wallet that is being deleted is not registered.
            if (WalletAddress.TryCanonicalize(address, out var wallet))
            {
                await registrations.RegisterAsync(wallet, new RegistrationChange { ExpectedRevision = 0 }, cancellationToken);
            }
        }

        _isRegistered = true;
    }
}
