using System.Net;
using System.Runtime.CompilerServices;
using AssetFunctions.Cosmos.Client;
using AssetFunctions.Cosmos.Documents;
using AssetFunctions.Sync.Wallets;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.Cosmos.Wallets;

sealed partial class CosmosWalletDirectory
{
    const string RowQuery =
        "SELECT c.wallet, c.run, c.finish, c.failure, c.registration, c.dueMs, c.claim, c.changedMs, c.wholeMs, c.deletion, c._etag AS version FROM c WHERE ";

    const string ListQuery = $"{RowQuery} c.id = \"{WalletDocumentIds.State}\" AND NOT IS_DEFINED(c.deletion.doneMs)";

    const string DueQuery = $"{RowQuery} c.dueMs <= @until";

    const string ClaimedQuery = $"{RowQuery} IS_NUMBER(c.dueMs) AND c.claim.askedMs = @askedMs";

    public Task<WalletList> ListAsync(int pageSize, string? continuation, CancellationToken cancellationToken) =>
        calls.RunAsync("listing wallets", token => ListCoreAsync(pageSize, continuation, token), cancellationToken);

    // One shard per physical partition: a partition serves a limited number of request units per second, so more readers would not be faster.
    public Task<IReadOnlyList<string>> FindShardsAsync(CancellationToken cancellationToken) => calls.RunAsync<IReadOnlyList<string>>(
        "finding the shards of the wallets",
        async token => [.. (await container.GetFeedRangesAsync(token)).Select(range => range.ToJsonString())],
        cancellationToken);

    public IAsyncEnumerable<IReadOnlyList<WalletState>> FindDueAsync(string shard, DateTimeOffset until, CancellationToken cancellationToken) =>
        ReadShardAsync(shard, new QueryDefinition(DueQuery).WithParameter("@until", until.ToUnixTimeMilliseconds()), cancellationToken);

    public IAsyncEnumerable<IReadOnlyList<WalletState>> FindClaimedAsync(string shard, DateTimeOffset requestedAt, CancellationToken cancellationToken) =>
        ReadShardAsync(shard, new QueryDefinition(ClaimedQuery).WithParameter("@askedMs", requestedAt.ToUnixTimeMilliseconds()), cancellationToken);

    public Task<IReadOnlySet<string>> AdvanceAsync(IReadOnlyCollection<DueAdvance> advances, CancellationToken cancellationToken) =>
        calls.RunAsync<IReadOnlySet<string>>(
            $"moving the due times of {advances.Count} wallets",
            async token =>
            {
                var moved = await Task.WhenAll(advances.Select(advance => TryAdvanceAsync(advance, token)));
                return advances.Where((_, index) => moved[index]).Select(advance => advance.Wallet).ToHashSet(StringComparer.Ordinal);
            },
            cancellationToken);

    async Task<WalletList> ListCoreAsync(int pageSize, string? continuation, CancellationToken cancellationToken)
    {
        using var feed = container.QueryFrom<WalletRow>(new QueryDefinition(ListQuery), continuation, pageSize);
        if (!feed.HasMoreResults)
        {
            return new WalletList([], null);
        }

        var page = await feed.ReadPageAsync(continuation, cancellationToken);
        return new WalletList([.. page.Select(StateOf)], page.ContinuationToken);
    }

    async IAsyncEnumerable<IReadOnlyList<WalletState>> ReadShardAsync(
        string shard, QueryDefinition query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var options = new QueryRequestOptions { MaxItemCount = CosmosDefaults.DuePageSize, MaxConcurrency = 1 };
        using var feed = container.GetItemQueryIterator<WalletRow>(FeedRange.FromJsonString(shard), query, continuationToken: null, options);
        while (feed.HasMoreResults)
        {
            var page = await calls.RunAsync("reading due wallets", feed.ReadNextAsync, cancellationToken);
            if (page.Count > 0)
            {
                yield return [.. page.Select(StateOf)];
            }
        }
    }

    async Task<bool> TryAdvanceAsync(DueAdvance advance, CancellationToken cancellationToken)
    {
        var options = new PatchItemRequestOptions
        {
            EnableContentResponseOnWrite = false,
            FilterPredicate = WalletConditions.Where(WalletConditions.ReadAs(advance)),
        };
        IReadOnlyList<PatchOperation> operations = advance.Claim is { } claim
            ? [SetDue(advance.NextDueAt), PatchOperation.Set("/claim", WalletMapper.ToDocument(claim))]
            : [SetDue(advance.NextDueAt)];
        using var response = await bulk.PatchItemStreamAsync(
            WalletDocumentIds.State, new PartitionKey(advance.Wallet), operations, options, cancellationToken);
        if (response.StatusCode == HttpStatusCode.PreconditionFailed || StoreCalls.IsMissing(response))
        {
            return false;
        }

        response.EnsureSuccessStatusCode();
        return true;
    }

    static WalletState StateOf(WalletRow row) => WalletMapper.ToState(row.ToDocument(row.Wallet), row.Version);
}
