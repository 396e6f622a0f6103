using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Sync.Tests.Model;

/// <summary>Lets the specification hear what a store of wallets did.</summary>
sealed class WatchedWalletStore(IWalletStore inner, Specification specification) : WalletStoreDecorator(inner)
{
    public override async Task<WalletState?> TryConfirmAsync(SyncRun run, ChunkMark mark, RunFinish? finish, CancellationToken cancellationToken)
    {
        var state = await base.TryConfirmAsync(run, mark, finish, cancellationToken);
        if (state is not null)
        {
            specification.Stored(run, mark.Range.From);
        }

        if (state is not null && finish is not null)
        {
            specification.Finished(run, finish);
        }

        return state;
    }

    public override async Task<WalletState?> CommitAsync(ChunkCommit commit, CancellationToken cancellationToken)
    {
        var state = await base.CommitAsync(commit, cancellationToken);
        if (state is not null)
        {
            specification.Stored(commit.Run, commit.Mark.Range.From);
        }

        if (state is not null && commit.Finish is { } finish)
        {
            specification.Finished(commit.Run, finish);
        }

        return state;
    }

    public override async Task<RunFinish?> FinishAsync(SyncRun run, RunFinish finish, CancellationToken cancellationToken)
    {
        var finished = await base.FinishAsync(run, finish, cancellationToken);
        if (finished is not null)
        {
            specification.Finished(run, finish);
        }

        return finished;
    }

    public override async Task FailAsync(string wallet, RunFailure failure, CancellationToken cancellationToken)
    {
        await base.FailAsync(wallet, failure, cancellationToken);
        specification.Failed(wallet, failure);
    }
}

/// <summary>Lets the specification hear what a directory did.</summary>
sealed class WatchedWalletDirectory(IWalletDirectory inner, Specification specification) : WalletDirectoryDecorator(inner)
{
    public override async Task<WalletState?> TryRegisterAsync(
        string wallet, WalletRegistration registration, DateTimeOffset? dueAt, WalletState? basis, CancellationToken cancellationToken)
    {
        var state = await base.TryRegisterAsync(wallet, registration, dueAt, basis, cancellationToken);
        if (state is not null)
        {
            specification.Registered(wallet, dueAt);
        }

        return state;
    }

    public override async Task<WalletState?> TryClaimAsync(string wallet, WalletClaim claim, ClaimTerms terms, CancellationToken cancellationToken)
    {
        var state = await base.TryClaimAsync(wallet, claim, terms, cancellationToken);
        if (state is not null)
        {
            specification.Claimed(wallet, claim);
        }

        return state;
    }

    public override async Task<bool> ExtendAsync(string wallet, string runId, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        var extended = await base.ExtendAsync(wallet, runId, expiresAt, cancellationToken);
        if (extended)
        {
            specification.Extended(wallet, runId, expiresAt);
        }

        return extended;
    }

    public override async Task WithdrawAsync(string wallet, string runId, CancellationToken cancellationToken)
    {
        await base.WithdrawAsync(wallet, runId, cancellationToken);
        specification.Withdrawn(wallet, runId);
    }

    public override async Task<WalletState?> TryReviveAsync(WalletState revived, CancellationToken cancellationToken)
    {
        var state = await base.TryReviveAsync(revived, cancellationToken);
        if (state is not null)
        {
            specification.Revived(revived);
        }

        return state;
    }

    public override async Task<IReadOnlySet<string>> AdvanceAsync(IReadOnlyCollection<DueAdvance> advances, CancellationToken cancellationToken)
    {
        var moved = await base.AdvanceAsync(advances, cancellationToken);
        foreach (var advance in advances.Where(advance => moved.Contains(advance.Wallet)))
        {
            specification.Advanced(advance);
        }

        return moved;
    }

    public override async Task<WalletState?> CloseAsync(string wallet, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var state = await base.CloseAsync(wallet, at, cancellationToken);
        if (state is not null)
        {
            specification.Closed(wallet, at);
        }

        return state;
    }

    public override async Task<WalletDeletion?> RemoveSomeAsync(string wallet, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var deletion = await base.RemoveSomeAsync(wallet, at, cancellationToken);
        if (deletion?.DoneAt is not null)
        {
            specification.Removed(wallet);
        }

        return deletion;
    }
}
