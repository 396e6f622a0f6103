using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Wallets;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Sync.Phases.Scheduling;

/// <summary>Result of requesting a run.</summary>
public abstract record RefreshOutcome
{
    RefreshOutcome()
    {
    }

    /// <summary>The run is announced, and its request is to be sent.</summary>
    public sealed record Started(SyncRequest Request) : RefreshOutcome;

    /// <summary>Another run of the wallet is on its way and serves the caller too.</summary>
    public sealed record Joined(string RunId) : RefreshOutcome;

    /// <summary>A run that ended a moment ago serves the caller.</summary>
    public sealed record Fresh(string RunId, RunStatus Status) : RefreshOutcome;

    /// <summary>The wallet is being deleted, or was and the caller may not bring it back.</summary>
    public sealed record Closed : RefreshOutcome;
}

/// <summary>How a run is asked for.</summary>
/// <param name="RunId">Id of the run if it becomes a new one.</param>
/// <param name="Force">Whether a run that ended a moment ago does not count.</param>
/// <param name="Revive">Whether a wallet that was deleted may come back.</param>
public sealed record RefreshRequest(string RunId, bool Force, bool Revive);

/// <summary>Why a run that has waited is not wanted any more.</summary>
/// <param name="IsServed">Whether another run serves the wallet in its place.</param>
public sealed record NeedlessRun(string Reason, bool IsServed);

/// <summary>Lets callers who want a run of one wallet at the same time share it. The store decides, so it holds across instances.</summary>
public sealed class WalletRefresh(IWalletReader wallets, IWalletDirectory directory, IOptions<RefreshOptions> options, TimeProvider clock)
{
    /// <param name="wallet">Address in canonical form.</param>
    public async Task<RefreshOutcome> RequestAsync(string wallet, RefreshRequest request, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= RegistrationDefaults.MaxAttempts; attempt++)
        {
            var now = clock.GetUtcNow();
            var terms = TermsAt(now, request.Force);
            var claim = new WalletClaim(request.RunId, now, now.AddSeconds(options.Value.StuckAfterSeconds));
            if (await directory.TryClaimAsync(wallet, claim, terms, cancellationToken) is { } claimed)
            {
                return Started(claimed, request.RunId);
            }

            if (await wallets.FindAsync(wallet, cancellationToken) is { } state && await JoinAsync(state, request, claim, terms, cancellationToken) is { } outcome)
            {
                return outcome;
            }
        }

        throw new TransientStoreException($"The state of wallet {wallet} kept changing while a run was asked for.");
    }

    /// <summary>Lets a run that has to wait hold others off until it goes on; one that nobody has announced is announced, unless another one is.</summary>
    public async Task HoldAsync(string wallet, string runId, TimeSpan wait, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var until = now + wait + TimeSpan.FromSeconds(options.Value.StuckAfterSeconds);
        if (!await directory.ExtendAsync(wallet, runId, until, cancellationToken))
        {
            await directory.TryClaimAsync(wallet, new WalletClaim(runId, now, until), TermsAt(now, force: true), cancellationToken);
        }
    }

    /// <summary>Why a run that has waited is not wanted any more, or null where it is.</summary>
    /// <param name="requestedAt">When it was asked for (UTC).</param>
    public async Task<NeedlessRun?> FindNeedlessAsync(string wallet, string runId, DateTimeOffset requestedAt, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (await wallets.FindAsync(wallet, cancellationToken) is not { } state)
        {
            return RegistrationDefaults.IsForgotten(requestedAt, now) ? new NeedlessRun("it was asked for too long ago", IsServed: false) : null;
        }

        return state.IsClosedTo(requestedAt) ? new NeedlessRun("the wallet was deleted", IsServed: false)
            : state.LastFinish?.FetchedAt > requestedAt || (state.Finish is not null && state.Run!.RunId == runId) ? new NeedlessRun("a run that fetched the wallet later has ended", IsServed: true)
            : state.OpenClaim is { } claim && claim.RunId != runId && claim.RequestedAt > requestedAt && claim.ExpiresAt > now ? new NeedlessRun($"run {claim.RunId} is on its way", IsServed: true)
            : null;
    }

    /// <summary>Under which conditions a run may be announced at this moment.</summary>
    /// <param name="force">Whether a run that ended a moment ago does not count.</param>
    public ClaimTerms TermsAt(DateTimeOffset now, bool force) => new(
        now,
        now.AddSeconds(-options.Value.StuckAfterSeconds),
        force || options.Value.MinAgeSeconds == 0 ? null : now.AddSeconds(-options.Value.MinAgeSeconds));

    async Task<RefreshOutcome?> JoinAsync(WalletState state, RefreshRequest request, WalletClaim claim, ClaimTerms terms, CancellationToken cancellationToken)
    {
        if (state.Deletion is { } deletion)
        {
            return deletion.DoneAt is null || !request.Revive ? new RefreshOutcome.Closed()
                : await directory.TryReviveAsync(state.Revived(terms.Now) with { Claim = claim }, cancellationToken) is { } revived
                    ? Started(revived, request.RunId)
                    : null;
        }

        if (ClaimRules.FindLive(state, terms.Now, terms.StuckBefore) is { } live)
        {
            // The message that announced the run is delivered again.
            return live == request.RunId ? Started(state, live) : new RefreshOutcome.Joined(live);
        }

        return ClaimRules.FindFresh(state, terms.FreshSince) is { } fresh
            ? new RefreshOutcome.Fresh(fresh, state.Finish!.Status)
            : null;
    }

    static RefreshOutcome.Started Started(WalletState state, string runId) => new(RequestFor(state, runId));

    /// <summary>The request that starts a run of a wallet as it is registered.</summary>
    public static SyncRequest RequestFor(WalletState state, string runId) => new()
    {
        Version = SyncRequest.CurrentVersion,
        Wallet = state.Wallet,
        RunId = runId,
        Networks = state.Registration is { Networks.Count: > 0 } registration ? registration.Networks : null,
    };
}
