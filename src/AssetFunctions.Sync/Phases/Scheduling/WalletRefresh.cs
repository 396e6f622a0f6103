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

    /// <summary>The run has claimed the wallet; the caller must send its request.</summary>
    public sealed record Started(SyncRequest Request) : RefreshOutcome;

    /// <summary>Another run of the wallet is in progress and serves the caller too.</summary>
    public sealed record Joined(string RunId) : RefreshOutcome;

    /// <summary>A recently finished run serves the caller.</summary>
    public sealed record Fresh(string RunId, RunStatus Status) : RefreshOutcome;

    /// <summary>The wallet is being deleted, or was deleted and the caller may not recreate it.</summary>
    public sealed record Closed : RefreshOutcome;
}

/// <summary>Request for a run.</summary>
/// <param name="RunId">Id of the run if a new one starts.</param>
/// <param name="Force">Whether to start a run even if one has finished recently.</param>
/// <param name="Revive">Whether to recreate a deleted wallet.</param>
public sealed record RefreshRequest(string RunId, bool Force, bool Revive);

/// <summary>Why a deferred run is no longer needed.</summary>
/// <param name="IsServed">Whether another run serves the wallet instead.</param>
public sealed record NeedlessRun(string Reason, bool IsServed);

/// <summary>Requests runs, so that concurrent callers for one wallet share a run. The store decides, so it works across instances.</summary>
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

        throw new TransientStoreException($"The state of wallet {wallet} kept changing while a run was requested.");
    }

    /// <summary>Extends a run's claim while it is deferred. Claims the wallet if no run has.</summary>
    /// <param name="requestedAt">
    /// When the run was requested (UTC). A later fetch makes the run needless, so it must end the claim too, even one that is made only now.
    /// </param>
    public async Task ExtendClaimAsync(string wallet, string runId, DateTimeOffset requestedAt, TimeSpan wait, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var until = now + wait + TimeSpan.FromSeconds(options.Value.StuckAfterSeconds);
        if (!await directory.ExtendAsync(wallet, runId, until, cancellationToken))
        {
            await directory.TryClaimAsync(wallet, new WalletClaim(runId, requestedAt, until), TermsAt(now, force: true), cancellationToken);
        }
    }

    /// <summary>Finds why a deferred run is no longer needed, or null when it is.</summary>
    /// <param name="requestedAt">When the run was requested (UTC).</param>
    public async Task<NeedlessRun?> FindNeedlessAsync(string wallet, string runId, DateTimeOffset requestedAt, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (await wallets.FindAsync(wallet, cancellationToken) is not { } state)
        {
            return RegistrationDefaults.IsForgotten(requestedAt, now) ? new NeedlessRun("it was requested too long ago", IsServed: false) : null;
        }

        return state.IsClosedTo(requestedAt) ? new NeedlessRun("the wallet was deleted", IsServed: false)
            : state.LastFinish?.FetchedAt > requestedAt || (state.Finish is not null && state.Run!.RunId == runId) ? new NeedlessRun("a later fetch of the wallet has finished", IsServed: true)
            : state.OpenClaim is { } claim && claim.RunId != runId && claim.RequestedAt > requestedAt && claim.ExpiresAt > now ? new NeedlessRun($"run {claim.RunId} is in progress", IsServed: true)
            : null;
    }

    /// <summary>Conditions for a claim at this moment.</summary>
    /// <param name="force">Whether to start a run even if one has finished recently.</param>
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
            // The message that claimed the wallet is delivered again.
            return live == request.RunId ? Started(state, live) : new RefreshOutcome.Joined(live);
        }

        return ClaimRules.FindFresh(state, terms.FreshSince) is { } fresh
            ? new RefreshOutcome.Fresh(fresh, state.Finish!.Status)
            : null;
    }

    static RefreshOutcome.Started Started(WalletState state, string runId) => new(RequestFor(state, runId));

    /// <summary>Creates the request for a run, with the networks of the registration.</summary>
    public static SyncRequest RequestFor(WalletState state, string runId) => new()
    {
        Version = SyncRequest.CurrentVersion,
        Wallet = state.Wallet,
        RunId = runId,
        Networks = state.Registration is { Networks.Count: > 0 } registration ? registration.Networks : null,
    };
}
