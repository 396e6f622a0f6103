using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace AssetFunctions.Functions;

/// <summary>HTTP functions about the assets of the registry and their networks.</summary>
public sealed class RegistryFunctions(AssetApi api, AssetSearchApi search, NetworkApi networks)
{
    [Function("ListNetworks")]
    public async Task<IActionResult> ListNetworksAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "networks")] HttpRequest request, CancellationToken cancellationToken) =>
        await networks.ListAsync(cancellationToken);

    [Function("SearchAssets")]
    public async Task<IActionResult> SearchAssetsAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "assets")] HttpRequest request, CancellationToken cancellationToken) =>
        await search.SearchAsync(request.Query, cancellationToken);

    [Function("GetAsset")]
    public async Task<IActionResult> GetAssetAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "assets/{network}/{contractAddress}")] HttpRequest request,
        string network, string contractAddress, CancellationToken cancellationToken) =>
        await api.GetAssetAsync(network, contractAddress, cancellationToken);

    [Function("GetPrices")]
    public async Task<IActionResult> GetPricesAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "assets/{network}/{contractAddress}/prices")] HttpRequest request,
        string network, string contractAddress, CancellationToken cancellationToken) =>
        await api.GetPricesAsync(network, contractAddress, request.Query, cancellationToken);
}
