using AssetFunctions.Sync;
using AssetFunctions.Sync.Assets;

namespace AssetFunctions.Testing.InMemory;

public sealed partial class InMemoryAssetRegistry
{
    const int PageLimit = 1000;

    public Task<IReadOnlyList<string>> ListHeldNetworksAsync(DateTimeOffset heldSince, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<IReadOnlyList<string>>(
            [.. Assets.Where(asset => asset.HeldAt >= heldSince).Select(asset => asset.Key.Network).Distinct(StringComparer.Ordinal)]);
    }

    // A page ends with an address, so what changes in between moves nothing.
    public Task<AssetPage> ListHeldAsync(HeldAssetsQuery query, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(query.PageSize, 1, nameof(query));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.PageSize, PageLimit, nameof(query));
        cancellationToken.ThrowIfCancellationRequested();
        if (query.Continuation is { } continuation && !Assets.Any(asset => asset.Key == new AssetKey(query.Network, continuation)))
        {
            throw new InvalidContinuationException();
        }

        var page = Assets
            .Where(asset => asset.Key.Network == query.Network && asset.HeldAt >= query.HeldSince)
            .Where(asset => asset.Price is null || asset.Price.ObservedAt <= query.ObservedBefore)
            .Where(asset => query.Continuation is null || string.CompareOrdinal(asset.Key.ContractAddress, query.Continuation) > 0)
            .Take(query.PageSize + 1)
            .ToList();
        return Task.FromResult(new AssetPage(
            [.. page.Take(query.PageSize)], page.Count > query.PageSize ? page[query.PageSize - 1].Key.ContractAddress : null));
    }
}
