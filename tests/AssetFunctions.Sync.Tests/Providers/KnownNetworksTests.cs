using AssetFunctions.Sync.Providers;
using AssetFunctions.Testing.InMemory;
using AssetFunctions.Testing.Time;

namespace AssetFunctions.Sync.Tests.Providers;

/// <summary>A mistyped network is reported instead of silently matching nothing.</summary>
public sealed class KnownNetworksTests
{
    readonly InMemoryNetworkCatalog _catalog = new() { Slugs = ["ethereum", "ethereal", "solana"] };
    readonly KnownNetworks _networks;

    public KnownNetworksTests() => _networks = new KnownNetworks(_catalog, new ManualTimeProvider());

    [Theory]
    [InlineData("etherium", "ethereum")]
    [InlineData("bas", "base")]
    [InlineData("etherea", "ethereal")]
    [InlineData("eth", "ethereum")]
    [InlineData("bsc", "binance-smart-chain")]
    [InlineData("matic", "polygon")]
    public async Task Unknown_network_is_found_with_the_nearest_known_one(string network, string nearest) =>
        Assert.Equal([new UnknownNetwork(network, nearest)], await _networks.FindUnknownAsync(["ethereum", network], default));

    [Theory]
    [InlineData("ethereal")]
    [InlineData("zora")]
    [InlineData("tron")]
    [InlineData("moonbeam")]
    public async Task Networks_of_the_catalog_and_those_that_the_product_knows_itself_are_known(string network) =>
        Assert.Empty(await _networks.FindUnknownAsync([network], default));

    [Fact]
    public async Task Without_a_catalog_every_network_is_known()
    {
        _catalog.Slugs = [];

        Assert.Empty(await _networks.FindUnknownAsync(["etherium"], default));
    }

    [Fact]
    public async Task Late_catalog_counts_as_none()
    {
        var clock = new ManualTimeProvider();
        var finding = new KnownNetworks(new SilentCatalog(), clock).FindUnknownAsync(["etherium"], default);

        clock.Advance(TimeSpan.FromSeconds(2));

        Assert.Empty(await finding);
    }

    sealed class SilentCatalog : INetworkCatalog
    {
        public Task<IReadOnlyDictionary<string, NetworkInfo>> ListAsync(CancellationToken cancellationToken) =>
            new TaskCompletionSource<IReadOnlyDictionary<string, NetworkInfo>>().Task;
    }
}
