using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Wallets;
using AssetFunctions.Testing.InMemory;

namespace AssetFunctions.Sync.Tests.Model;

/// <summary>A mistake that is planted in the stores, to see that it is found. By default there is none.</summary>
sealed record Mistake
{
    public InMemoryWalletStore Wallets { get; init; } = new();

    public Func<IWalletStore, IWalletStore> Store { get; init; } = store => store;

    public Func<IWalletDirectory, IWalletDirectory> Directory { get; init; } = directory => directory;

    /// <summary>Which messages are lost.</summary>
    public Func<ISyncMessage, bool> Loses { get; init; } = _ => false;
}

/// <summary>Mistakes by name; each makes its own stores.</summary>
static class Mistakes
{
    public static IReadOnlyDictionary<string, Func<Mistake>> All { get; } = new Dictionary<string, Func<Mistake>>
    {
        ["a commit whatever the state"] = () => new Mistake { Wallets = new InMemoryWalletStore { MayCommit = (_, _) => true } },
        ["a confirmation of chunks that differ"] = () => new Mistake { Store = store => new ConfirmsAnything(store) },
        ["an end that is not stored"] = () => new Mistake { Store = store => new FinishesNothing(store) },
        ["a chunk that is lost"] = () => new Mistake { Loses = message => message is PositionsMessage { Chunk.Index: 1 } },
        ["a claim for every request"] = () => new Mistake { Directory = directory => new GrantsEveryClaim(directory) },
        ["a due time that stays"] = () => new Mistake { Directory = directory => new LeavesDueTimes(directory) },
        ["a claim that is lost when it is extended"] = () => new Mistake { Directory = directory => new ForgetsExtensions(directory) },
        ["a deletion that leaves something"] = () => new Mistake { Directory = directory => new RemovesNothing(directory) },
    };

    sealed class GrantsEveryClaim(IWalletDirectory inner) : WalletDirectoryDecorator(inner)
    {
        public override Task<WalletState?> TryClaimAsync(string wallet, WalletClaim claim, ClaimTerms terms, CancellationToken cancellationToken) =>
            base.TryClaimAsync(wallet, claim, new ClaimTerms(DateTimeOffset.MaxValue, DateTimeOffset.MaxValue, FreshSince: null), cancellationToken);
    }

    sealed class LeavesDueTimes(IWalletDirectory inner) : WalletDirectoryDecorator(inner)
    {
        public override Task<IReadOnlySet<string>> AdvanceAsync(IReadOnlyCollection<DueAdvance> advances, CancellationToken cancellationToken) =>
            base.AdvanceAsync([.. advances.Select(advance => advance with { NextDueAt = advance.DueAt })], cancellationToken);
    }

    sealed class ForgetsExtensions(IWalletDirectory inner) : WalletDirectoryDecorator(inner)
    {
        public override async Task<bool> ExtendAsync(string wallet, string runId, DateTimeOffset expiresAt, CancellationToken cancellationToken)
        {
            await WithdrawAsync(wallet, runId, cancellationToken);
            return true;
        }
    }

    sealed class RemovesNothing(IWalletDirectory inner) : WalletDirectoryDecorator(inner)
    {
        public override Task<WalletDeletion?> RemoveSomeAsync(string wallet, DateTimeOffset at, CancellationToken cancellationToken) =>
            Task.FromResult<WalletDeletion?>(new WalletDeletion(at, Removed: 1, DoneAt: at));
    }

    sealed class ConfirmsAnything(IWalletStore inner) : WalletStoreDecorator(inner)
    {
        readonly IWalletStore _inner = inner;

        public override async Task<WalletState?> TryConfirmAsync(SyncRun run, ChunkMark mark, RunFinish? finish, CancellationToken cancellationToken)
        {
            var range = await _inner.ReadRangeAsync(run.Wallet, PositionRange.All, [], cancellationToken);
            var known = range.State?.Marks.GetValueOrDefault(mark.Range.From)?.Digest;
            return await base.TryConfirmAsync(run, mark with { Digest = known ?? mark.Digest }, finish, cancellationToken);
        }
    }

    sealed class FinishesNothing(IWalletStore inner) : WalletStoreDecorator(inner)
    {
        public override Task<WalletState?> CommitAsync(ChunkCommit commit, CancellationToken cancellationToken) =>
            base.CommitAsync(commit with { Finish = null }, cancellationToken);

        public override Task<RunFinish?> FinishAsync(SyncRun run, RunFinish finish, CancellationToken cancellationToken) => Task.FromResult<RunFinish?>(null);
    }
}
