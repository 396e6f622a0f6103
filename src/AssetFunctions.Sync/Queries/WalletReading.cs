using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Sync.Queries;

/// <summary>
/// Reads wallets for users. Values are computed on each read at the registry's prices, so a price updated for one wallet counts for all.
/// Addresses are in canonical form; transient failures throw <see cref="TransientStoreException"/>.
/// </summary>
public sealed class WalletReading(IWalletReader wallets, WalletContentCache contents, IWalletStore runs, RunReports reports, WalletValuation valuation)
{
    /// <summary>Reads a wallet's totals, or null for a wallet that was never synced.</summary>
    public async Task<WalletReport?> FindAsync(string wallet, CancellationToken cancellationToken)
    {
        if (await contents.FindAsync(wallet, cancellationToken) is not { } content)
        {
            return null;
        }

        var positions = await valuation.OfAsync(content.Positions, cancellationToken);
        var valued = positions.Where(position => position.Value.Usd is not null).ToLookup(position => position.Value.IsDebt);
        return new WalletReport
        {
            HoldingsUsd = valued[false].Sum(position => position.Value.Usd!.Value),
            DebtUsd = valued[true].Sum(position => position.Value.Usd!.Value),
            OldestPriceAsOf = valued.SelectMany(group => group).Min(position => position.Asset?.Price?.AsOf),
            Positions = positions.Count,
            Unvalued = positions
                .Where(position => position.Value.Gap is not null)
                .CountBy(position => position.Value.Gap!.Value)
                .ToDictionary(),
            UnconfirmedUsd = positions.Sum(position => position.Value.UnconfirmedUsd ?? 0),
            Incomplete = IncompleteOf(content.State),
            LastRun = reports.OfLast(content.State),
            State = content.State,
        };
    }

    /// <summary>Reads one page of a wallet's positions, or null for a wallet that was never synced or is being deleted.</summary>
    /// <exception cref="ListChangedException">The list is in order of value and has changed before the start of the page.</exception>
    public async Task<PositionPage?> FindPositionsAsync(string wallet, PositionQuery query, CancellationToken cancellationToken)
    {
        if (await contents.FindAsync(wallet, cancellationToken) is not { State.Deletion: null } content)
        {
            return null;
        }

        // The store returns positions in the order of their ids.
        var positions = await valuation.OfAsync(content.Positions, cancellationToken);
        var matching = PositionOrdering.Sort([.. positions.Where(position => Matches(position, query))], query.Order);
        var skipped = PositionOrdering.Skip(matching, query.After);
        var shown = skipped + query.PageSize;
        return new PositionPage(
            content.State.AsOf,
            matching.Count,
            [.. matching.Skip(skipped).Take(query.PageSize)],
            shown < matching.Count ? PositionOrdering.PlaceBehind(matching, shown, query.Order) : null);
    }

    /// <summary>Reads the status of a run, or null for a run that is unknown or was superseded by a newer one.</summary>
    /// <param name="requestedAt">When the run was requested (UTC), if it may still be waiting, or null.</param>
    public async Task<RunReport?> FindRunAsync(string wallet, string runId, DateTimeOffset? requestedAt, CancellationToken cancellationToken)
    {
        var record = await runs.FindRunAsync(wallet, runId, cancellationToken);
        if (record is { Status: not RunStatus.Failed })
        {
            return RunReport.Of(record);
        }

        // The record of a failed run does not say how many chunks were stored; the wallet's state does.
        var state = await wallets.FindAsync(wallet, cancellationToken);
        return (state is null ? null : reports.Find(state, runId))
            ?? (record is not null ? RunReport.Of(record)
                : state is not null && requestedAt is { } since && MayBeWaiting(state, since) ? RunReport.Queued(runId, since)
                : null);
    }

    /// <summary>Whether a wallet is being deleted, or was deleted recently.</summary>
    public async Task<bool> IsDeletedAsync(string wallet, CancellationToken cancellationToken) =>
        await wallets.FindAsync(wallet, cancellationToken) is { Deletion: not null };

    // A run fetched after the request serves it, and a deletion cancels it.
    static bool MayBeWaiting(WalletState state, DateTimeOffset requestedAt) =>
        state.Deletion is null && !(state.Run?.StartedAt >= requestedAt) && !(state.Failure?.StartedAt >= requestedAt);

    static string? IncompleteOf(WalletState state) =>
        state.Run?.IncompleteReason ?? (state.LastFinish is { Finish: { Status: RunStatus.Partial, Reason: { } reason } } ? reason : null);

    static bool Matches(ValuedPosition position, PositionQuery query) =>
        (query.Network is null || position.Stored.Asset.Network == query.Network)
        && (query.Type is null || position.Stored.Type == query.Type)
        && (query.MinValueUsd is not { } min || position.Value.Usd >= min)
        && (query.Spam == SpamFilter.Include || (query.Spam == SpamFilter.Only) == (position.Spam.State == SpamState.Spam));
}
