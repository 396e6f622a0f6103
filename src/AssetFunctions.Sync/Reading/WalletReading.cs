using AssetFunctions.Sync.Providers;
using AssetFunctions.Sync.Registry;
using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Sync.Reading;

/// <summary>
/// Answers questions about wallets. Values are computed when they are read, at the registry's prices, so a price that is updated for one
/// wallet counts for all. Addresses are in canonical form; faults that may pass throw <see cref="Pipeline.TransientStoreException"/>.
/// </summary>
public sealed class WalletReading(WalletContentCache wallets, IWalletStore runs, WalletValuation valuation)
{
    /// <summary>Adds a wallet up, or null for a wallet that was never synced.</summary>
    public async Task<WalletReport?> FindAsync(string wallet, CancellationToken cancellationToken)
    {
        if (await wallets.FindAsync(wallet, cancellationToken) is not { } content)
        {
            return null;
        }

        var positions = await valuation.OfAsync(content.Holdings, cancellationToken);
        var valued = positions.Where(position => position.Value.Usd is not null).ToLookup(position => PositionTypes.IsDebt(position.Holding.Type));
        return new WalletReport
        {
            HoldingsUsd = valued[false].Sum(position => position.Value.Usd!.Value),
            DebtUsd = valued[true].Sum(position => position.Value.Usd!.Value),
            AsOf = content.Progress.State.Run?.StartedAt,
            OldestPriceAsOf = valued.SelectMany(group => group).Min(position => position.Asset?.Price?.AsOf),
            Positions = positions.Count,
            Unvalued = positions
                .Where(position => position.Value.Gap is not null)
                .CountBy(position => position.Value.Gap!.Value)
                .ToDictionary(),
            LastRun = RunReport.OfLast(content.Progress),
            Life = content.Progress.Life,
        };
    }

    /// <summary>Reads one page of a wallet's positions, or null for a wallet that was never synced or is being deleted.</summary>
    public async Task<PositionPage?> FindPositionsAsync(string wallet, PositionQuery query, CancellationToken cancellationToken)
    {
        if (await wallets.FindAsync(wallet, cancellationToken) is not { Progress.Life.Deletion: null } content)
        {
            return null;
        }

        var ordering = new PositionOrdering(query.Order);
        var positions = await valuation.OfAsync(content.Holdings, cancellationToken);
        var matching = positions.Where(position => Matches(position, query)).ToList();
        var page = InOrder(matching, ordering, query)
            .SkipWhile(position => query.After is { } after && ordering.Compare(ordering.PlaceOf(position), after) <= 0)
            .Take(query.PageSize + 1)
            .ToList();
        var hasMore = page.Count > query.PageSize;
        return new PositionPage(
            content.Progress.State.Run?.StartedAt,
            matching.Count,
            hasMore ? page[..query.PageSize] : page,
            hasMore ? ordering.PlaceOf(page[query.PageSize - 1]) : null);
    }

    /// <summary>Reads how a run stands, or null for one that was overtaken by a newer one, was neither announced nor has stored anything, or never was.</summary>
    public async Task<RunReport?> FindRunAsync(string wallet, string runId, CancellationToken cancellationToken)
    {
        if (await runs.FindRunAsync(wallet, runId, cancellationToken) is { } record)
        {
            return RunReport.Of(record);
        }

        return await wallets.FindProgressAsync(wallet, cancellationToken) is not { } progress ? null
            : RunReport.OfLast(progress) is { } last && last.RunId == runId ? last
            : RunReport.OfClaim(progress) is { } announced && announced.RunId == runId ? announced
            : null;
    }

    // The store tells holdings in the order of their ids already.
    static IEnumerable<ValuedHolding> InOrder(List<ValuedHolding> positions, PositionOrdering ordering, PositionQuery query) =>
        query.Order == PositionOrder.Id ? positions : positions.OrderBy(ordering.PlaceOf, ordering);

    static bool Matches(ValuedHolding position, PositionQuery query) =>
        (query.Network is null || position.Holding.Asset.Network == query.Network)
        && (query.Type is null || position.Holding.Type == query.Type)
        && (query.MinValueUsd is not { } min || position.Value.Usd >= min)
        && (query.Spam == SpamFilter.Include || (query.Spam == SpamFilter.Only) == (position.Spam.State == SpamState.Spam));
}
