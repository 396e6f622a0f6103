using AssetFunctions.Http;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Caching;
using AssetFunctions.Sync.Providers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace AssetFunctions.Functions;

/// <summary>HTTP functions for operators' decisions on assets.</summary>
public sealed class Overrides(ITrustStore store, AssetOverrides overrides, AssetCache assets, KnownNetworks networks, TimeProvider clock)
{
    [Function("GetOverride")]
    public async Task<IActionResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "assets/{network}/{contractAddress}/override")] HttpRequest request,
        string network, string contractAddress, CancellationToken cancellationToken)
    {
        var key = new AssetKey(network, contractAddress);
        return await store.FindOverrideAsync(key, cancellationToken) is { Value: { } value, Version: var version }
            ? new ApiResponse(StatusCodes.Status200OK, OverrideModel.Of(key, value, version)) { Tag = version }
            : Problems.UnknownOverride(key);
    }

    [Function("SetOverride")]
    public async Task<IActionResult> SetAsync(
        [HttpTrigger(AuthorizationLevel.Function, "put", Route = "assets/{network}/{contractAddress}/override")] HttpRequest request,
        string network, string contractAddress, CancellationToken cancellationToken)
    {
        var key = new AssetKey(network, contractAddress);
        var value = await OverrideReader.ReadAsync(request, clock, cancellationToken);
        var condition = OverrideReader.ConditionOf(request);

        // A network with assets exists even if the catalog does not list it.
        await networks.RequireAsync(await assets.GetAsync(key, cancellationToken) is null ? [network] : [], cancellationToken);
        return ToResponse(key, await overrides.SetAsync(key, value, condition, cancellationToken));
    }

    [Function("RemoveOverride")]
    public async Task<IActionResult> RemoveAsync(
        [HttpTrigger(AuthorizationLevel.Function, "delete", Route = "assets/{network}/{contractAddress}/override")] HttpRequest request,
        string network, string contractAddress, CancellationToken cancellationToken)
    {
        var key = new AssetKey(network, contractAddress);
        return ToResponse(key, await overrides.RemoveAsync(key, CallerKey.Of(request), OverrideReader.ConditionOf(request), cancellationToken));
    }

    static ApiResponse ToResponse(AssetKey key, OverrideOutcome outcome) => outcome switch
    {
        OverrideOutcome.Stored stored => new ApiResponse(
            stored.IsNew ? StatusCodes.Status201Created : StatusCodes.Status200OK, OverrideModel.Of(key, stored.Value, stored.Version))
        {
            Location = stored.IsNew ? $"/api/assets/{Uri.EscapeDataString(key.Network)}/{Uri.EscapeDataString(key.ContractAddress)}/override" : null,
            Tag = stored.Version,
        },
        OverrideOutcome.Removed removed => ApiResponse.Ok(new OverrideRemovalModel(key.Network, key.ContractAddress, removed.Existed)),
        OverrideOutcome.Outdated outdated => Problems.OutdatedOverride(outdated.Version),
        _ => throw new InvalidOperationException($"{outcome} has no response."),
    };
}
