using System.Net;
using System.Text.Json;
using AssetFunctions.Cosmos.Client;
using AssetFunctions.Cosmos.Documents;
using AssetFunctions.Sync.Wallets;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.Cosmos.Wallets;

/// <summary>The lifecycle of wallets in container <see cref="ContainerDefinitions.Wallets"/>, in each wallet's state document.</summary>
/// <param name="bulk">The same container, with the client that groups point writes.</param>
/// <param name="layout">Form in which registrations are written.</param>
sealed partial class CosmosWalletDirectory(Container container, Container bulk, StoreCalls calls, WriteLayout layout) : IWalletDirectory
{
    public Task<WalletState?> TryRegisterAsync(
        string wallet, WalletRegistration registration, DateTimeOffset? dueAt, WalletState? basis, CancellationToken cancellationToken) =>
        calls.RunAsync(
            $"registering {wallet}",
            token => basis is null
                ? TryCreateAsync(new WalletDocument { Wallet = wallet, Ranges = [], Registration = WalletMapper.ToDocument(registration, layout), DueMs = dueAt?.ToUnixTimeMilliseconds() }, token)
                : TryPatchAsync(
                    wallet,
                    $"{WalletConditions.Revision(basis.Registration)} AND {WalletConditions.IsDue(basis.DueAt)}",
                    [PatchOperation.Set("/registration", WalletMapper.ToDocument(registration, layout)), SetDue(dueAt)],
                    token),
            cancellationToken);

    public Task<WalletState?> TryClaimAsync(string wallet, WalletClaim claim, ClaimTerms terms, CancellationToken cancellationToken) =>
        calls.RunAsync($"requesting a run of {wallet}", token => ClaimAsync(wallet, claim, terms, token), cancellationToken);

    public Task<WalletState?> TryReviveAsync(WalletState revived, CancellationToken cancellationToken) => calls.RunAsync(
        $"reviving {revived.Wallet}", token => TryReplaceAsync(WalletMapper.ToDocument(revived, layout), revived.Version, token), cancellationToken);

    public Task<bool> ExtendAsync(string wallet, string runId, DateTimeOffset expiresAt, CancellationToken cancellationToken) => calls.RunAsync(
        $"extending the claim of run {runId} of {wallet}",
        async token => await TryPatchAsync(
            wallet, WalletConditions.ClaimedBy(runId), [PatchOperation.Set("/claim/expiresMs", expiresAt.ToUnixTimeMilliseconds())], token) is not null,
        cancellationToken);

    public Task WithdrawAsync(string wallet, string runId, CancellationToken cancellationToken) => calls.RunAsync(
        $"withdrawing run {runId} of {wallet}",
        async token => await TryPatchAsync(wallet, WalletConditions.ClaimedBy(runId), [PatchOperation.Remove("/claim")], token) is not null,
        cancellationToken);

    async Task<WalletState?> ClaimAsync(string wallet, WalletClaim claim, ClaimTerms terms, CancellationToken cancellationToken)
    {
        using var response = await PatchAsync(
            wallet, WalletConditions.Claimable(terms), [PatchOperation.Set("/claim", WalletMapper.ToDocument(claim))], cancellationToken);
        return StoreCalls.IsMissing(response)
            ? await TryCreateAsync(new WalletDocument { Wallet = wallet, Ranges = [], Claim = WalletMapper.ToDocument(claim) }, cancellationToken)
            : StateOf(response);
    }

    async Task<WalletState?> TryPatchAsync(string wallet, string condition, IReadOnlyList<PatchOperation> operations, CancellationToken cancellationToken)
    {
        using var response = await PatchAsync(wallet, condition, operations, cancellationToken);
        return StateOf(response);
    }

    Task<ResponseMessage> PatchAsync(string wallet, string condition, IReadOnlyList<PatchOperation> operations, CancellationToken cancellationToken)
    {
        var options = new PatchItemRequestOptions { EnableContentResponseOnWrite = true, FilterPredicate = WalletConditions.Where(condition) };
        return container.PatchItemStreamAsync(WalletDocumentIds.State, new PartitionKey(wallet), operations, options, cancellationToken);
    }

    async Task<WalletState?> TryCreateAsync(WalletDocument document, CancellationToken cancellationToken)
    {
        using var response = await container.CreateItemStreamAsync(
            Content(document), new PartitionKey(document.Wallet), new ItemRequestOptions { EnableContentResponseOnWrite = true }, cancellationToken);
        return StateOf(response);
    }

    async Task<WalletState?> TryReplaceAsync(WalletDocument document, string version, CancellationToken cancellationToken)
    {
        var options = new ItemRequestOptions { EnableContentResponseOnWrite = true, IfMatchEtag = version };
        using var response = await container.ReplaceItemStreamAsync(
            Content(document), WalletDocumentIds.State, new PartitionKey(document.Wallet), options, cancellationToken);
        return StateOf(response);
    }

    // A write that came too late fails with one of three statuses.
    static WalletState? StateOf(ResponseMessage response)
    {
        if (response.StatusCode is HttpStatusCode.PreconditionFailed or HttpStatusCode.Conflict || StoreCalls.IsMissing(response))
        {
            return null;
        }

        response.EnsureSuccessStatusCode();
        var document = JsonSerializer.Deserialize(response.Content, CosmosJson.Default.WalletDocument)!;
        return WalletMapper.ToState(document, response.Headers.ETag);
    }

    // Null instead of removal: a patch cannot remove a member that may be absent. Comparisons with null are never true, so the schedule skips it.
    static PatchOperation SetDue(DateTimeOffset? dueAt) => PatchOperation.Set("/dueMs", dueAt?.ToUnixTimeMilliseconds());

    static MemoryStream Content(WalletDocument document) => new(JsonSerializer.SerializeToUtf8Bytes(document, CosmosJson.Default.WalletDocument));
}
