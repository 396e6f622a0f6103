using AssetFunctions.Http;
using AssetFunctions.Sync;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Caching;
using AssetFunctions.Sync.Prices;
using AssetFunctions.Sync.Wallets;
using Microsoft.AspNetCore.Http;

namespace AssetFunctions.Functions;

/// <summary>Requests about assets of the registry.</summary>
public sealed class AssetApi(ApiCalls calls, AssetCache assets, SpamRules spam, IPriceHistory history, TimeProvider clock)
{
    public Task<ApiAnswer> GetAssetAsync(string network, string contractAddress, CancellationToken cancellationToken) =>
        ForAssetAsync(network, contractAddress, asset => Task.FromResult(Ok(AssetModel.Of(asset, spam.Judge(asset)))), cancellationToken);

    public Task<ApiAnswer> GetPricesAsync(string network, string contractAddress, IQueryCollection parameters, CancellationToken cancellationToken)
    {
        var (range, problem) = TimeRange.Read(new QueryReader(parameters), clock.GetUtcNow());
        return range is null ? Task.FromResult(problem!) : ForAssetAsync(network, contractAddress, ReadAsync, cancellationToken);

        // The range is told as it was asked for: one that ends now would make every answer a new one.
        async Task<ApiAnswer> ReadAsync(Asset asset) =>
            Ok(PricesModel.Of(asset.Key, range!, await history.ReadAsync(asset.Key, range!.From, range.To, cancellationToken)));
    }

    Task<ApiAnswer> ForAssetAsync(string network, string contractAddress, Func<Asset, Task<ApiAnswer>> work, CancellationToken cancellationToken) =>
        TryIdentify(network, WithSlashes(contractAddress), out var key)
            ? calls.RunAsync(async () => await assets.GetAsync(key, cancellationToken) is { } asset ? await work(asset) : Problems.UnknownAsset(key.ToString()))
            : Task.FromResult(Problems.BadAsset());

    // A route value comes decoded but for its slashes. An address that itself holds %2F is taken for one with a slash; no network is known to have such.
    static string WithSlashes(string contractAddress) => contractAddress.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    /// <summary>Builds the identity of an asset, or refuses what cannot be one.</summary>
    internal static bool TryIdentify(string network, string contractAddress, out AssetKey key)
    {
        key = default;
        if (string.IsNullOrWhiteSpace(network) || string.IsNullOrWhiteSpace(contractAddress))
        {
            return false;
        }

        key = AssetIdentity.Canonicalize(network, contractAddress);
        return key.ContractAddress == AssetIdentity.Native
            || (AssetIdentity.IsEvm(key.Network) ? WalletAddress.IsEvm(key.ContractAddress)
                : !AssetIdentity.IsSolana(key.Network) || WalletAddress.IsSolana(key.ContractAddress));
    }

    static ApiAnswer Ok(object body) => new(StatusCodes.Status200OK, body, AnswerCaching.Revalidate);
}
