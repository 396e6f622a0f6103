using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Phases.Lifecycle;
using AssetFunctions.Sync.Telemetry;
using AssetFunctions.Sync.Wallets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Sync.Phases.Scheduling;

/// <summary>
/// Requests runs for the due wallets of one shard, a page at a time. One conditional write moves the due time and claims the run, then the request
/// is sent; of several instances with the same due time, only one succeeds. If the process dies between the two, the next delivery of the same
/// message sends requests for all open claims of its tick. Run ids are derived from the due time, so a request that was already sent is the same
/// run.
/// </summary>
public sealed partial class SchedulePhase(
    IWalletDirectory directory,
    IMessageSender sender,
    WalletRefresh refresh,
    IOptions<ScheduleOptions> options,
    TimeProvider clock,
    ILogger<SchedulePhase> logger) : IPhase<ShardRequest>
{
    // The store returns due wallets in no particular order. When there are more than fit a tick, the longest overdue go first, so that none waits
    // forever.
    static readonly TimeSpan[] Lateness = [TimeSpan.FromHours(6), TimeSpan.FromHours(1), TimeSpan.Zero];

    static readonly TimeSpan Old = TimeSpan.FromMinutes(10);

    public async Task<PhaseOutcome> RunAsync(ShardRequest message, PhaseContext context, CancellationToken cancellationToken)
    {
        // An old message may be a replayed one, whose earlier deliveries may have stopped anywhere.
        var resent = context.Delivery > 1 || clock.GetUtcNow() - message.TickAt >= Old ? await ResendAsync(message, cancellationToken) : 0;
        var tally = new Tally();
        foreach (var lateness in Lateness)
        {
            if (!await ServeAsync(message, message.TickAt - lateness, tally, cancellationToken))
            {
                Log.Limited(logger, message.Shard, options.Value.MaxPerShard);
                break;
            }
        }

        Log.Scheduled(logger, message.Shard, tally.Sent, tally.Joined, resent);
        return PhaseOutcome.Done;
    }

    /// <returns>Whether all due wallets were served; false when the limit of the tick was reached.</returns>
    async Task<bool> ServeAsync(ShardRequest message, DateTimeOffset dueUntil, Tally tally, CancellationToken cancellationToken)
    {
        await foreach (var page in directory.FindDueAsync(message.Shard, dueUntil, cancellationToken))
        {
            var room = options.Value.MaxPerShard - tally.Sent;
            if (room <= 0)
            {
                return false;
            }

            await ServeAsync(message, [.. page.Take(room)], tally, cancellationToken);
        }

        return true;
    }

    async Task ServeAsync(ShardRequest message, IReadOnlyList<WalletState> page, Tally tally, CancellationToken cancellationToken)
    {
        var terms = refresh.TermsAt(clock.GetUtcNow(), force: true);
        var plans = page.Where(state => state.DueAt is not null).Select(state => Plan(state, message.TickAt, terms)).ToList();
        var moved = await directory.AdvanceAsync([.. plans.Select(plan => plan.Advance)], cancellationToken);
        var served = plans.Where(plan => moved.Contains(plan.Advance.Wallet)).ToList();
        var removals = served.Where(plan => plan.Advance.IsRemoval).Select(plan => DeletionRequest.Of(plan.Advance.Wallet)).ToList();
        var requests = served.Where(plan => plan.Request is not null).Select(plan => plan.Request!).ToList();
        await sender.SendAllAsync([.. removals, .. requests], cancellationToken);
        tally.Sent += requests.Count + removals.Count;
        tally.Joined += plans.Count(plan => plan is { Request: null, Advance.IsRemoval: false });
    }

    (DueAdvance Advance, SyncRequest? Request) Plan(WalletState state, DateTimeOffset tickAt, ClaimTerms terms)
    {
        var dueAt = state.DueAt!.Value;
        if (state.Deletion is not null)
        {
            // A lost removal is requested again until nothing is left.
            return (new DueAdvance(state.Wallet, dueAt, terms.Now + RegistrationDefaults.RemovalLate) { IsRemoval = true }, null);
        }

        if (state.Registration is not { IsPaused: false } registration)
        {
            return (new DueAdvance(state.Wallet, dueAt, NextDueAt: null) { Revision = state.Registration?.Revision }, null);
        }

        var interval = ScheduleRules.IntervalOf(state, registration, terms.Now, options.Value.ValuableUsd);
        var next = ScheduleRules.NextDue(state.Wallet, dueAt, terms.Now, interval);
        if (ClaimRules.FindLive(state, terms.Now, terms.StuckBefore) is not null)
        {
            return (new DueAdvance(state.Wallet, dueAt, next) { Revision = registration.Revision }, null);
        }

        var runId = ScheduleRules.RunIdOf(state.Wallet, dueAt);
        var claim = new WalletClaim(runId, tickAt, terms.Now + (terms.Now - terms.StuckBefore));
        return (new DueAdvance(state.Wallet, dueAt, next, claim, terms) { Revision = registration.Revision }, WalletRefresh.RequestFor(state, runId));
    }

    async Task<int> ResendAsync(ShardRequest message, CancellationToken cancellationToken)
    {
        var resent = 0;
        await foreach (var page in directory.FindClaimedAsync(message.Shard, message.TickAt, cancellationToken))
        {
            var claimed = page.Where(state => state is { Deletion: null, OpenClaim: not null }).ToList();
            await sender.SendAllAsync(
                claimed.Select(state => WalletRefresh.RequestFor(state, state.Claim!.RunId) with { RequestedAt = state.Claim.RequestedAt }), cancellationToken);
            resent += claimed.Count;
        }

        return resent;
    }

    sealed class Tally
    {
        public int Sent { get; set; }

        public int Joined { get; set; }
    }

    static partial class Log
    {
        [LoggerMessage(SyncEvents.ShardScheduled, LogLevel.Information, "Requested runs for {Sent} due wallets of shard {Shard}; {Joined} more needed no run, {Resent} requests were sent again.")]
        public static partial void Scheduled(ILogger logger, string shard, int sent, int joined, int resent);

        [LoggerMessage(SyncEvents.ScheduleLimited, LogLevel.Warning, "Shard {Shard} has more than {Limit} due wallets; the others wait for the next tick.")]
        public static partial void Limited(ILogger logger, string shard, int limit);
    }
}
