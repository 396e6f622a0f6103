using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Providers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace AssetFunctions.Http;

/// <summary>Errors as problem details (RFC 9457). The type is a URN: it names the kind of problem and cannot be opened.</summary>
static class Problems
{
    const string Namespace = "urn:assetfunctions:problem:";

    public static ApiResponse BadWallet() => Of(
        StatusCodes.Status400BadRequest, "invalid-address", "Not a wallet address",
        "A wallet address is '0x' and 40 hexadecimal digits (EVM), or 32 bytes in base58, which are 32 to 44 characters (Solana); "
        + "it may be prefixed with a known chain, as in 'eth:0x…' or 'eip155:1:0x…'.");

    public static ApiResponse BadAsset() => Of(
        StatusCodes.Status400BadRequest, "invalid-address", "Not an asset",
        "An asset is a network and a contract address; on an EVM network that is '0x' and 40 hexadecimal digits, on Solana 32 bytes in base58, on any 'native'.");

    public static ApiResponse BadParameter(string name, string rule) => Of(
        StatusCodes.Status400BadRequest, "invalid-parameter", "Invalid parameter", $"'{name}' must be {rule}.");

    public static ApiResponse BadContinuation() => Of(
        StatusCodes.Status400BadRequest, "invalid-continuation", "Invalid continuation",
        "The continuation is damaged, from an older version, or of a list with other filters or another order; start again without it.");

    public static ApiResponse ListChanged() => Of(
        StatusCodes.Status409Conflict, "list-changed", "List changed",
        "The list has changed since the previous page; start again without the continuation. A list sorted by id can always be continued.");

    public static ApiResponse UnknownNetwork(UnknownNetwork unknown) => Of(
        StatusCodes.Status400BadRequest, "unknown-network", "Unknown network", $"The {unknown}; /api/networks lists those of the provider.");

    public static ApiResponse UnknownWallet(string wallet) => Of(
        StatusCodes.Status404NotFound, "unknown-wallet", "Unknown wallet", $"Wallet {wallet} is not known; register it or request a refresh first.");

    public static ApiResponse BadBody(string rule) => Of(
        StatusCodes.Status400BadRequest, "invalid-body", "Invalid body", $"The body must be {rule}.");

    public static ApiResponse Outdated(int revision) => Of(
        StatusCodes.Status412PreconditionFailed, "outdated", "Changed meanwhile",
        revision == 0 ? "The wallet is not registered." : $"The registration has version \"{revision}\" now; read it and try again.");

    public static ApiResponse OutdatedOverride(string? version) => Of(
        StatusCodes.Status412PreconditionFailed, "outdated", "Changed meanwhile",
        version is null ? "The asset has no override." : $"The override has version \"{version}\" now; read it and try again.");

    public static ApiResponse Deleting(string wallet) => Of(
        StatusCodes.Status409Conflict, "deleting", "Being deleted", $"Wallet {wallet} is being deleted; it can be registered again once that is done.");

    public static ApiResponse Gone(string wallet) => Of(
        StatusCodes.Status410Gone, "deleted", "Deleted", $"Wallet {wallet} was deleted; /api/wallets/{wallet}/deletion has the time.");

    public static ApiResponse UnknownDeletion(string wallet) => Of(
        StatusCodes.Status404NotFound, "unknown-deletion", "Unknown deletion", $"Wallet {wallet} is not being deleted, and was not during the last seven days.");

    public static ApiResponse UnknownTransactions(string wallet) => Of(
        StatusCodes.Status404NotFound, "unknown-transactions", "Unknown transactions",
        $"The transactions of wallet {wallet} were never fetched; request a refresh with '?transactions=true' first.");

    public static ApiResponse UnknownRun(string wallet) => Of(
        StatusCodes.Status404NotFound, "unknown-run", "Unknown run",
        $"Wallet {wallet} has no such run: it was never requested, was superseded by a newer run, or ended more than 30 days ago.");

    public static ApiResponse UnknownAsset(AssetKey asset) => Of(
        StatusCodes.Status404NotFound, "unknown-asset", "Unknown asset", $"The registry has no asset {asset}.");

    public static ApiResponse UnknownOverride(AssetKey asset) => Of(
        StatusCodes.Status404NotFound, "unknown-override", "Unknown override", $"The asset {asset} has no override.");

    public static ApiResponse UnknownQueue() => Of(
        StatusCodes.Status404NotFound, "unknown-queue", "Unknown queue", "There is no such queue; /api/queues lists all.");

    public static ApiResponse Busy() => Of(
        StatusCodes.Status503ServiceUnavailable, "busy", "Temporarily unavailable", "The database or the queues are not responding; try again.",
        ApiDefaults.RetryAfterSeconds);

    public static ApiResponse InternalError() => Of(
        StatusCodes.Status500InternalServerError, "fault", "Internal error", "The request failed; the reason is in the log of the app.");

    static ApiResponse Of(int status, string kind, string title, string detail, int? retryAfter = null) =>
        new(status, new ProblemDetails { Type = Namespace + kind, Title = title, Status = status, Detail = detail }) { RetryAfter = retryAfter };
}
