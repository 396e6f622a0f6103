using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Testing.Contracts;
using AssetFunctions.Testing.InMemory;

namespace AssetFunctions.Sync.Tests.Providers;

public sealed class ScriptedPriceProviderTests : PriceProviderContract
{
    protected override string Key => "no key at all";

    protected override Task<ProviderResult> FetchAsync(
        PriceProviderState state, IReadOnlyList<PriceQuote> quotes, IReadOnlyCollection<AssetKey> assets, CancellationToken cancellationToken = default)
    {
        var provider = new ScriptedPriceProvider();
        foreach (var quote in quotes)
        {
            provider.Price(quote);
        }

        switch (state)
        {
            case PriceProviderState.Throttling:
                provider.Returns(new ProviderResult.Throttled(TimeSpan.FromSeconds(5), "Slow down."));
                break;
            case PriceProviderState.RejectingTheKey:
                provider.Returns(new ProviderResult.Unauthorized("The key is wrong."));
                break;
            case PriceProviderState.Failing:
                provider.Returns(_ => throw new ProviderException("The provider is down."));
                break;
        }

        return provider.FetchPricesAsync(assets, cancellationToken);
    }
}
