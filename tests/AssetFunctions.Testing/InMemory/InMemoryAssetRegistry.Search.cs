using AssetFunctions.Sync;
using AssetFunctions.Sync.Assets;

namespace AssetFunctions.Testing.InMemory;

public sealed partial class InMemoryAssetRegistry : IAssetSearch
{
    public Task<AssetPage> SearchAsync(AssetSearchQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        cancellationToken.ThrowIfCancellationRequested();
        if (query.After is not null && !Assets.Any(asset => asset.Key.ToString() == query.After))
        {
            throw new InvalidContinuationException();
        }

        var page = Assets
            .Where(asset => Matches(asset, query))
            .OrderBy(asset => asset.Key.ToString(), StringComparer.Ordinal)
            .SkipWhile(asset => query.After is not null && string.CompareOrdinal(asset.Key.ToString(), query.After) <= 0)
            .Take(query.PageSize + 1)
            .ToList();
        var hasMore = page.Count > query.PageSize;
        return Task.FromResult(new AssetPage(
            hasMore ? page[..query.PageSize] : page,
            hasMore ? page[query.PageSize - 1].Key.ToString() : null));
    }

    static bool Matches(Asset asset, AssetSearchQuery query)
    {
        if (query.Network is not null && asset.Key.Network != query.Network)
        {
            return false;
        }

        if (query.Text is not { Length: > 0 } text)
        {
            return true;
        }

        return query.IsAddress
            ? asset.Key.ContractAddress == text || AssetIdentity.Canonicalize(asset.Key.Network, text) == asset.Key
            : SearchKey.Of(asset.Facts.Symbol).StartsWith(SearchKey.Of(text), StringComparison.Ordinal)
                || SearchKey.Of(asset.Facts.Name).StartsWith(SearchKey.Of(text), StringComparison.Ordinal);
    }
}
