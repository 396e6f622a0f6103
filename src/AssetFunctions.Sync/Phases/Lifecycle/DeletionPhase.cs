using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Telemetry;
using AssetFunctions.Sync.Wallets;
using Microsoft.Extensions.Logging;

namespace AssetFunctions.Sync.Phases.Lifecycle;

/// <summary>
/// Removes all documents of a closed wallet, a batch at a time. Each batch adds its count to the wallet's state, which is removed last, so an
/// interrupted removal resumes where it stopped.
/// </summary>
public sealed partial class DeletionPhase(IWalletDirectory directory, TimeProvider clock, ILogger<DeletionPhase> logger) : IPhase<DeletionRequest>
{
    // Limits one delivery to seconds; the rest is deferred.
    const int MaxBatches = 200;

    static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public async Task<PhaseOutcome> RunAsync(DeletionRequest message, PhaseContext context, CancellationToken cancellationToken)
    {
        WalletDeletion? deletion = null;
        for (var batch = 0; batch < MaxBatches; batch++)
        {
            deletion = await directory.RemoveSomeAsync(message.Wallet, clock.GetUtcNow(), cancellationToken);
            if (deletion is null)
            {
                return PhaseOutcome.Done;
            }

            if (deletion.DoneAt is not null)
            {
                Log.Deleted(logger, message.Wallet, deletion.Removed);
                return PhaseOutcome.Done;
            }
        }

        return new PhaseOutcome.Deferred(Pause, $"{deletion?.Removed} documents of the wallet were removed, more are left", message);
    }

    static partial class Log
    {
        [LoggerMessage(SyncEvents.WalletDeleted, LogLevel.Information, "Deleted wallet {Wallet}: {Removed} documents were removed.")]
        public static partial void Deleted(ILogger logger, string wallet, int removed);
    }
}
