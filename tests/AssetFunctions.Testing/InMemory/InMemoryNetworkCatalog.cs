using AssetFunctions.Sync.Providers;

namespace AssetFunctions.Testing.InMemory;

/// <summary>A catalog that lists the networks it is given; none at first, as where no provider lists any.</summary>
public sealed class InMemoryNetworkCatalog : INetworkCatalog
{
    public IReadOnlyList<string> Slugs { get; set; } = [];

    public Task<IReadOnlyDictionary<string, NetworkInfo>> ListAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<string, NetworkInfo>>(
            Slugs.ToDictionary(slug => slug, slug => new NetworkInfo { Slug = slug, Name = slug }, StringComparer.Ordinal));
}
