using AssetFunctions.Cosmos.Client;
using AssetFunctions.Cosmos.Documents;
using AssetFunctions.Cosmos.Registry;
using AssetFunctions.Sync;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Prices;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Logging;

namespace AssetFunctions.Cosmos.Pricing;

/// <summary>The pages of prices in container <see cref="ContainerDefinitions.Registry"/>.</summary>
/// <param name="container">The container.</param>
/// <param name="registry">Takes the prices of assets that are no longer held.</param>
/// <param name="history">Takes the hours of finished days.</param>
sealed partial class CosmosPricePages(
    Container container,
    PricePageStore store,
    IAssetRegistry registry,
    CosmosPriceHistory history,
    StoreCalls calls,
    TimeProvider clock,
    ILogger<CosmosPricePages> logger) : IPricePages
{
    // A page has none of the members that the index must find here, so pages are not among the results.
    const string ChangedText = """
        SELECT c.id, c.network, c.contractAddress, c.symbol, c.name, c.decimals, c.verified, c.price, c.createdAt, c.updatedAt, c.heldAt
        FROM c WHERE c._ts >= @changedSince AND c.heldAt >= @heldSince
        """;

    public Task<IReadOnlyList<string>> ListNetworksAsync(DateTimeOffset heldSince, CancellationToken cancellationToken) =>
        calls.RunAsync<IReadOnlyList<string>>(
            "listing the networks with prices",
            async token => [.. (await store.ListHeadsAsync(token)).Select(head => head.Network)],
            cancellationToken);

    public Task<HeldPrices> ReadAsync(HeldPricesQuery query, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(query.PageSize, 1, nameof(query));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.PageSize, CosmosDefaults.PageSize, nameof(query));
        if (PricePosition.IsOfDocuments(query.Continuation))
        {
            return Task.FromResult(new HeldPrices([], null));
        }

        var position = PricePosition.Parse(query.Continuation);
        return CosmosAssetRegistry.RefusalOf(new AssetKey(query.Network, string.Empty)) is null
            ? calls.RunAsync($"reading prices of {query.Network}", token => ReadCoreAsync(query, position, token), cancellationToken)
            : Task.FromResult(new HeldPrices([], null));
    }

    public async Task<IReadOnlyList<PriceWrite>> WriteAsync(
        HeldPrices pages, IReadOnlyList<PriceObservation> observations, PriceRules rules, CancellationToken cancellationToken)
    {
        if (pages is not HeldPricePages read)
        {
            return [];
        }

        var change = new PriceChange(read, observations, rules, clock.GetUtcNow());
        await history.FoldAsync(read.Head.Network, read.Pages, change, cancellationToken);
        await DropAsync(read, change, cancellationToken);
        return await calls.RunAsync(
            $"storing {observations.Count} prices of {read.Head.Network}",
            async token =>
            {
                await WriteCoreAsync(read, change, token);
                return change.Results;
            },
            cancellationToken);
    }

    // Where there are more changed assets than one query returns, they are taken over before prices are refreshed.
    async Task<HeldPrices> ReadCoreAsync(HeldPricesQuery query, PricePosition position, CancellationToken cancellationToken)
    {
        var head = await store.ReadHeadAsync(query.Network, cancellationToken);
        var (changed, more) = await ReadChangedAsync(query, head, position.Changed, cancellationToken);
        var next = more is not null && position.After is null ? PricePosition.OfChanged(more)
            : position.Changed is not null ? PricePosition.OfPages(string.Empty)
            : null;
        var takenOver = more is null ? Math.Max(0, (query.StartedAt - CosmosDefaults.ClockTolerance).ToUnixTimeSeconds()) : 0;
        if (next is not null)
        {
            var touched = await ReadPagesAsync(head, changed.Select(asset => head.PageOf(asset.Key.ContractAddress)), cancellationToken);
            return new HeldPricePages([], next, touched.Head, touched.Pages, changed, PricePage.DayOf(query.HeldSince), takenOver);
        }

        var count = Math.Max(1, query.PageSize / CosmosDefaults.HalfPageAssets);
        var prefixes = head.Pages.Where(prefix => position.IsAhead(prefix)).ToList();
        var (current, pages) = await ReadPagesAsync(head, prefixes.Take(count), cancellationToken);
        var last = prefixes.Count > count ? prefixes[count - 1] : null;
        List<Asset> mine = [.. changed.Where(asset => pages.Any(page => PricePrefix.Covers(page.Prefix, PricePrefix.HashOf(asset.Key.ContractAddress))))];
        foreach (var unreadable in pages.Where(page => page.Unreadable > 0))
        {
            Log.Kept(logger, unreadable.Unreadable, query.Network, unreadable.Prefix);
        }

        var due = DueOf(query, pages, mine);
        return new HeldPricePages(
            [.. due.Keys],
            last is null ? null : PricePosition.OfPages(last),
            current,
            pages,
            mine,
            PricePage.DayOf(query.HeldSince),
            last is null && changed.Count > 0 ? takenOver : 0) { Facts = due };
    }

    // A network without pages begins with one.
    async Task<(PriceHead Head, IReadOnlyList<PricePage> Pages)> ReadPagesAsync(PriceHead head, IEnumerable<string> wanted, CancellationToken cancellationToken)
    {
        if (head.Pages.Count == 0)
        {
            return (head, [PricePage.Create(head.Network, string.Empty, clock.GetUtcNow())]);
        }

        List<string> prefixes = [.. wanted.Distinct(StringComparer.Ordinal)];
        for (var attempt = 0; attempt < CosmosDefaults.MaxIdleRounds; attempt++)
        {
            if (await store.ReadAsync(head.Network, head.Pages.Where(page => prefixes.Exists(prefix => PricePrefix.Covers(prefix, page))), cancellationToken) is { } pages)
            {
                return (head, pages);
            }

            head = await store.ReadHeadAsync(head.Network, cancellationToken);
        }

        throw new TransientStoreException($"Pages of prices of {head.Network} are being split.");
    }

    async Task<(IReadOnlyList<Asset> Assets, string? Continuation)> ReadChangedAsync(
        HeldPricesQuery query, PriceHead head, string? continuation, CancellationToken cancellationToken)
    {
        var text = new QueryDefinition(ChangedText)
            .WithParameter("@changedSince", head.TakenOver)
            .WithParameter("@heldSince", UtcTextConverter.TextOf(query.HeldSince));
        using var results = container.QueryFrom<AssetDocument>(text, continuation, CosmosDefaults.PageSize, new PartitionKey(query.Network));
        var page = await results.ReadPageAsync(continuation, cancellationToken);
        return ([.. page.Select(AssetMapper.ToAsset).Where(PricePage.MayHold)], page.ContinuationToken);
    }

    // A row has no name.
    static Dictionary<AssetKey, AssetFacts> DueOf(HeldPricesQuery query, IReadOnlyList<PricePage> pages, IReadOnlyList<Asset> changed)
    {
        var heldSince = PricePage.DayOf(query.HeldSince);
        var rows = pages.SelectMany(page => page.Rows).ToDictionary(row => row.Key, row => row.Value, StringComparer.Ordinal);
        var taken = changed.ToDictionary(asset => asset.Key.ContractAddress, StringComparer.Ordinal);
        return rows.Where(row => row.Value.HeldDay >= heldSince).Select(row => row.Key).Union(taken.Keys, StringComparer.Ordinal)
            .Where(address => AssetPrice.Later(taken.GetValueOrDefault(address)?.Price, PriceRows.PriceOf(rows.GetValueOrDefault(address))) is not { } price
                || price.ObservedAt <= query.ObservedBefore)
            .ToDictionary(address => new AssetKey(query.Network, address), address => taken.GetValueOrDefault(address)?.Facts ?? FactsOf(rows[address]));
    }

    static AssetFacts FactsOf(PriceRowDocument row) => new() { Symbol = row.Symbol, Name = string.Empty, Decimals = row.Decimals, Verified = row.Verified };

    // Assets that are no longer held would fill the pages. Their last prices go to their documents before their rows go.
    async Task DropAsync(HeldPricePages read, PriceChange change, CancellationToken cancellationToken)
    {
        var network = read.Head.Network;
        var updates = read.Abandoned.Select(row => new AssetUpdate(new AssetKey(network, row.Key), PriceRows.PriceOf(row.Value), null))
            .Where(update => update.Price is not null)
            .Select(update => update with { Price = update.Price! with { Suspect = null } });
        try
        {
            foreach (var batch in updates.Chunk(CosmosDefaults.BatchOperations))
            {
                await registry.UpdateAsync(network, batch, TimeSpan.Zero, cancellationToken);
            }

            change.Dropped();
        }
        catch (TransientStoreException ex)
        {
            Log.NotDropped(logger, ex, read.Abandoned.Count, network);
        }
    }

    async Task WriteCoreAsync(HeldPricePages read, PriceChange change, CancellationToken cancellationToken)
    {
        var (head, pages) = (read.Head, read.Pages);
        for (var attempt = 0; attempt < CosmosDefaults.RefreshPageAttempts; attempt++)
        {
            var changed = pages.Where(page => change.Apply(page)).ToList();
            if (await TryWriteAsync(head, changed, attempt == 0, read.TakenOver, cancellationToken) is not { Count: > 0 } lost)
            {
                return;
            }

            head = await store.ReadHeadAsync(head.Network, cancellationToken);
            (head, pages) = await ReadPagesAsync(head, lost, cancellationToken);
        }

        throw new TransientStoreException($"Prices of {head.Network} are being changed concurrently.");
    }

    /// <returns>Prefixes of the pages that another writer changed first.</returns>
    async Task<IReadOnlyList<string>> TryWriteAsync(
        PriceHead head, List<PricePage> changed, bool isTogether, long takenOver, CancellationToken cancellationToken)
    {
        var lost = new List<string>();
        List<PricePage[]> groups = [.. changed.Chunk(isTogether ? CosmosDefaults.PricePagesPerWrite : 1)];
        if (groups.Count == 0 && takenOver > head.TakenOver)
        {
            groups.Add([]);
        }

        for (var i = 0; i < groups.Count; i++)
        {
            // Only once all pages are written are the assets in them taken over.
            var isLast = i == groups.Count - 1 && lost.Count == 0;
            if (!await store.TryWriteAsync(store.Remembered(head.Network) ?? head, groups[i], isLast ? takenOver : 0, cancellationToken))
            {
                lost.AddRange(groups[i].Select(page => page.Prefix));
            }
        }

        return lost;
    }

    static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Kept {Count} unreadable prices of {Network} in page '{Prefix}' as they are.")]
        public static partial void Kept(ILogger logger, int count, string network, string prefix);

        [LoggerMessage(LogLevel.Warning, "Kept {Count} prices of {Network} in pages of assets that are no longer held; the next refresh drops them.")]
        public static partial void NotDropped(ILogger logger, Exception failure, int count, string network);

        [LoggerMessage(LogLevel.Warning, "Left {Count} prices of {Network} unwritten in {Pages} pages; a later sync or the price refresh writes them.")]
        public static partial void Left(ILogger logger, Exception failure, int count, string network, int pages);
    }
}
