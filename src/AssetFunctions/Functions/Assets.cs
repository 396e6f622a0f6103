using AssetFunctions.Http;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Caching;
using AssetFunctions.Sync.Prices;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Sync.Queries;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace AssetFunctions.Functions;

/// <summary>HTTP functions for the assets of the registry and their networks.</summary>
public sealed class Assets(
    AssetCache assets, IAssetSearch search, TrustTable trust, SpamRules spam, IPriceHistory history, INetworkCatalog networks, KnownNetworks knownNetworks, TimeProvider clock)
{
    const string SearchPurpose = "assets";

    [Function("ListNetworks")]
    public async Task<IActionResult> ListNetworksAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "networks")] HttpRequest request, CancellationToken cancellationToken)
    {
        var known = await networks.ListAsync(cancellationToken);
        return Ok(new NetworksModel([.. known.Values.OrderBy(network => network.Slug, StringComparer.Ordinal).Select(NetworkModel.Of)]));
    }

    [Function("SearchAssets")]
    public async Task<IActionResult> SearchAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "assets")] HttpRequest request, CancellationToken cancellationToken)
    {
        var reader = new QueryReader(request.Query);
        var query = new AssetSearchQuery
        {
            Text = reader.Read(ApiParameters.Search),
            Network = reader.Read(ApiParameters.Network),
            PageSize = reader.Read(ApiParameters.PageSize),
        };
        string?[] list = [SearchPurpose, query.Text, query.Network];
        var page = await search.SearchAsync(query with { After = reader.ReadContinuation(token => ContinuationTokens.Read(list, token)) }, cancellationToken);
        await knownNetworks.RequireAsync(page.Assets.Count == 0 && page.Continuation is null ? [query.Network] : [], cancellationToken);
        return Ok(new AssetsModel([.. InOrder(page.Assets, query.Text, await trust.GetAsync(cancellationToken))], page.Continuation is null ? null : ContinuationTokens.Create(list, page.Continuation)));
    }

    [Function("GetAsset")]
    public async Task<IActionResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "assets/{network}/{contractAddress}")] HttpRequest request,
        string network, string contractAddress, CancellationToken cancellationToken)
    {
        var key = new AssetKey(network, contractAddress);
        if (await assets.GetAsync(key, cancellationToken) is not { } asset)
        {
            return Problems.UnknownAsset(key);
        }

        var decision = (await trust.GetAsync(cancellationToken)).Find(key);
        var verdict = spam.Judge(asset, decision);
        return Ok(AssetModel.Of(asset.PricedBy(decision), verdict) with { Why = WhyModel.Of(AssetDecision.Of(asset, verdict, decision)) });
    }

    [Function("GetPrices")]
    public async Task<IActionResult> GetPricesAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "assets/{network}/{contractAddress}/prices")] HttpRequest request,
        string network, string contractAddress, CancellationToken cancellationToken)
    {
        var key = new AssetKey(network, contractAddress);
        var range = TimeRange.Read(new QueryReader(request.Query), clock.GetUtcNow());

        // The response repeats the range as requested: with the present as its end, the ETag would change on every request.
        return await assets.GetAsync(key, cancellationToken) is null
            ? Problems.UnknownAsset(key)
            : Ok(PricesModel.Of(key, range, await history.ReadAsync(key, range.From, range.To, cancellationToken)));
    }

    // The most likely matches first: verified, priced, and with exactly the symbol that was searched for.
    IEnumerable<AssetModel> InOrder(IReadOnlyList<Asset> found, string? text, TrustSnapshot decisions) => found
        .Select(asset => (Asset: asset.PricedBy(decisions.Find(asset.Key)), Verdict: spam.Judge(asset, decisions.Find(asset.Key))))
        .OrderBy(match => match.Verdict.State switch { SpamState.Verified => 0, SpamState.Unknown => 1, _ => 2 })
        .ThenBy(match => match.Asset.Price is null)
        .ThenBy(match => !string.Equals(match.Asset.Facts.Symbol, text, StringComparison.OrdinalIgnoreCase))
        .ThenBy(match => match.Asset.Facts.Symbol, StringComparer.OrdinalIgnoreCase)
        .ThenBy(match => match.Asset.Key)
        .Select(match => AssetModel.Of(match.Asset, match.Verdict));

    static ApiResponse Ok(object body) => new(StatusCodes.Status200OK, body, ResponseCaching.Revalidate);
}
