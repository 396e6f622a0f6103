using AssetFunctions.Sync.Providers;
using AssetFunctions.Testing.Contracts;
using AssetFunctions.Testing.InMemory;

namespace AssetFunctions.Sync.Tests.Providers;

public sealed class ScriptedMarketDataProviderTests : MarketDataProviderContract
{
    protected override string Key => "no key at all";

    protected override Task<T> UseAsync<T>(PriceProviderState state, IReadOnlyList<MarketQuote> quotes, Func<IMarketDataProvider, Task<T>> use)
    {
        var provider = new ScriptedMarketDataProvider();
        foreach (var quote in quotes)
        {
            provider.Quote(quote);
        }

        switch (state)
        {
            case PriceProviderState.Throttling:
                provider.Returns(_ => new ProviderResult.Throttled(TimeSpan.FromSeconds(5), "Slow down."));
                break;
            case PriceProviderState.RejectingTheKey:
                provider.Returns(_ => new ProviderResult.Unauthorized("The key is wrong."));
                break;
            case PriceProviderState.Failing:
                provider.Returns(_ => throw new ProviderException("The provider is down."));
                break;
        }

        return use(provider);
    }
}
