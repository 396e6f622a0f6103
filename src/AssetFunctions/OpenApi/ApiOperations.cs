using System.Text.Json.Nodes;
using AssetFunctions.Functions;
using Microsoft.AspNetCore.Http;
using static AssetFunctions.Http.ApiParameters;

namespace AssetFunctions.OpenApi;

/// <summary>The API's routes by function name. A test fails if a route is missing here.</summary>
static class ApiOperations
{
    const int BadRequest = StatusCodes.Status400BadRequest;
    const int NotFound = StatusCodes.Status404NotFound;

    static readonly ApiReply BadAddress = ApiReply.Problem(BadRequest, "The address is invalid.");
    static readonly ApiReply BadInput = ApiReply.Problem(BadRequest, "The address or a parameter is invalid.");
    static readonly ApiReply UnknownWallet = ApiReply.Problem(NotFound, "The wallet was never synced.");
    static readonly ApiReply UnknownAsset = ApiReply.Problem(NotFound, "The registry has no such asset.");

    static readonly ApiReply OutdatedOverride =
        ApiReply.Problem(StatusCodes.Status412PreconditionFailed, "The override's version does not satisfy If-Match or If-None-Match.");

    static readonly ApiReply Gone = ApiReply.Problem(StatusCodes.Status410Gone, "The wallet was deleted, or is being deleted.");
    static readonly ApiReply Deleting = ApiReply.Problem(StatusCodes.Status409Conflict, "The wallet is being deleted.");

    public static IReadOnlyDictionary<string, ApiOperation> ByFunction { get; } = new Dictionary<string, ApiOperation>(StringComparer.Ordinal)
    {
        ["RegisterWallet"] = new("Register a wallet or change its registration")
        {
            Headers = [ApiHeader.IfMatch, ApiHeader.IfAbsent],
            Body = RegistrationReader.Schema(),
            Replies =
            [
                ApiReply.Of<WalletEntryModel>("The registration was changed.") with { Headers = [ApiHeader.ETag] },
                ApiReply.Of<WalletEntryModel>("The wallet is new.", StatusCodes.Status201Created) with { Headers = [ApiHeader.ETag, ApiHeader.Location] },
                ApiReply.Problem(BadRequest, "The body or a conditional header is invalid."), Deleting,
                ApiReply.Problem(StatusCodes.Status412PreconditionFailed, "The registration's version does not satisfy If-Match or If-None-Match."), .. ApiReply.Failures,
            ],
        },
        ["ListWallets"] = new("List the known wallets")
        {
            Query = [WalletPageSize, Continuation],
            Replies = [ApiReply.Of<WalletListModel>("One page of wallets."), ApiReply.Problem(BadRequest, "A parameter is invalid."), .. ApiReply.Failures],
        },
        ["RefreshWallet"] = new("Request a run of a wallet")
        {
            Query = [Force, Transactions],
            Replies =
            [
                ApiReply.Of<RefreshModel>("A run has just ended; no new one was started."),
                ApiReply.Of<RefreshModel>("The run is requested; Location has its status.", StatusCodes.Status202Accepted) with { Headers = [ApiHeader.Location] },
                BadInput, Deleting, .. ApiReply.Failures,
            ],
        },
        ["DeleteWallet"] = new("Remove everything about a wallet")
        {
            Replies =
            [
                ApiReply.Of<DeletionModel>("The wallet is already removed."),
                ApiReply.Of<DeletionModel>("The wallet is being removed; Location has the status.", StatusCodes.Status202Accepted) with { Headers = [ApiHeader.Location] },
                BadAddress, UnknownWallet, .. ApiReply.Failures,
            ],
        },
        ["GetDeletion"] = new("Follow the removal of a wallet")
        {
            Replies =
            [
                ApiReply.Of<DeletionModel>("The status of the removal."), BadAddress, ApiReply.Problem(NotFound, "The wallet is not being deleted, and was not during the last seven days."),
                .. ApiReply.Failures,
            ],
        },
        ["GetSync"] = new("Follow a run")
        {
            Replies = [ApiReply.Of<RunModel>("The run."), BadAddress, ApiReply.Problem(NotFound, "The wallet has no such run."), Gone, .. ApiReply.Failures],
        },
        ["GetWallet"] = new("Registration, totals with their age, coverage, and the last run")
        {
            Replies = [ApiReply.Of<WalletModel>("The wallet."), BadAddress, UnknownWallet, Gone, .. ApiReply.Failures],
        },
        ["GetPositions"] = new("The positions of a wallet")
        {
            Query = [Network, PositionType, MinValueUsd, Spam, Sort, PageSize, Continuation],
            Replies =
            [
                ApiReply.Of<PositionsModel>("One page of positions."), BadInput, UnknownWallet, Gone,
                ApiReply.Problem(StatusCodes.Status409Conflict, "The list, sorted by value, has changed since the previous page; start again."), .. ApiReply.Failures,
            ],
        },
        ["GetTransactions"] = new("The transactions of a wallet")
        {
            Query = [Network, Operation, Asset, Trash, PageSize, Continuation],
            Replies =
            [
                ApiReply.Of<TransactionsModel>("One page of transactions, newest first."), BadInput,
                ApiReply.Problem(NotFound, "The transactions of the wallet were never fetched."), Gone, .. ApiReply.Failures,
            ],
        },
        ["GetHistory"] = new("Value of a wallet by day or hour")
        {
            Query = [From, To, Granularity, Current],
            Replies = [ApiReply.Of<HistoryModel>("The values of the range, at most 366 days, oldest first."), BadInput, UnknownWallet, Gone, .. ApiReply.Failures],
        },
        ["SearchAssets"] = new("Search assets by the beginning of a symbol or name, or by contract address")
        {
            Query = [Search, Network, PageSize, Continuation],
            Replies = [ApiReply.Of<AssetsModel>("One page of assets."), BadInput, .. ApiReply.Failures],
        },
        ["GetAsset"] = new("An asset with its price and market data")
        {
            Replies = [ApiReply.Of<AssetModel>("The asset."), BadAddress, UnknownAsset, .. ApiReply.Failures],
        },
        ["GetPrices"] = new("The price history of an asset")
        {
            Query = [From, To],
            Replies = [ApiReply.Of<PricesModel>("The prices of the range, at most 366 days, oldest first."), BadInput, UnknownAsset, .. ApiReply.Failures],
        },
        ["GetOverride"] = new("The override of an asset")
        {
            Replies = [ApiReply.Of<OverrideModel>("The override."), BadAddress, ApiReply.Problem(NotFound, "The asset has no override."), .. ApiReply.Failures],
        },
        ["SetOverride"] = new("Set verdict or price of an asset for every wallet; visible to all instances within a minute")
        {
            Headers = [ApiHeader.IfMatch, ApiHeader.IfAbsent],
            Body = OverrideReader.Schema(),
            Replies =
            [
                ApiReply.Of<OverrideModel>("The override was replaced.") with { Headers = [ApiHeader.ETag] },
                ApiReply.Of<OverrideModel>("The override is new.", StatusCodes.Status201Created) with { Headers = [ApiHeader.ETag, ApiHeader.Location] },
                ApiReply.Problem(BadRequest, "The address, the network, the body or a conditional header is invalid."), OutdatedOverride, .. ApiReply.Failures,
            ],
        },
        ["RemoveOverride"] = new("Remove the override of an asset")
        {
            Headers = [ApiHeader.IfMatch],
            Replies =
            [
                ApiReply.Of<OverrideRemovalModel>("The asset has no override any more."),
                ApiReply.Problem(BadRequest, "The address or a conditional header is invalid."), OutdatedOverride, .. ApiReply.Failures,
            ],
        },
        ["ListNetworks"] = new("Networks with display name, icon and block explorers")
        {
            Replies = [ApiReply.Of<NetworksModel>("The networks that the provider lists; empty if it lists none."), .. ApiReply.Failures],
        },
        ["GetQueues"] = new("Waiting and poisoned messages of each queue")
        {
            Replies = [ApiReply.Of<QueuesModel>("The queues in the order of the flow."), .. ApiReply.Failures],
        },
        ["ReplayPoison"] = new("Send poison messages back to their queue; takes the master key")
        {
            Query = [ReplayMax],
            Replies =
            [
                ApiReply.Of<ReplayModel>("The number of replayed messages."), ApiReply.Problem(BadRequest, "A parameter is invalid."),
                ApiReply.Problem(NotFound, "There is no such queue."), .. ApiReply.Failures,
            ],
        },
        ["CopyPrices"] = new("Copy the prices of the next page to the documents of their assets; takes the master key")
        {
            Query = [Continuation],
            Replies = [ApiReply.Of<PriceCopyModel>("What became of the page."), ApiReply.Problem(BadRequest, "The continuation is invalid."), .. ApiReply.Failures],
        },
        ["GetStatistics"] = new("Cache and provider calls of this instance since it started")
        {
            Replies = [ApiReply.Of<StatisticsModel>("The counters of the instance.")],
        },
        ["GetHealth"] = new("Health of the app; `probe=live` checks the process alone")
        {
            Query = [Probe],
            Replies =
            [
                ApiReply.Of<HealthModel>("The app is alive, or ready."), BadInput,
                ApiReply.Of<HealthModel>("A dependency does not respond.", StatusCodes.Status503ServiceUnavailable) with { Headers = [ApiHeader.RetryAfter] },
            ],
        },
        ["GetOpenApi"] = new("This description") { Replies = [ApiReply.Of<JsonObject>("An OpenAPI 3.1 document.")] },
    };

    /// <summary>Descriptions of the parameters in route templates.</summary>
    public static IReadOnlyDictionary<string, string> PathParameters { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["wallet"] = "Address of the wallet: '0x' and 40 hexadecimal digits in any case (EVM), or 32 bytes in base58, which are 32 to 44 characters (Solana).",
        ["id"] = "Id of the run.",
        ["queue"] = "Name of the queue, without '-poison'.",
        ["network"] = "Slug of the network, such as 'ethereum'.",
        ["contractAddress"] = "Contract address, percent-encoded where it holds reserved characters, or 'native' for the network's own coin.",
    };
}
