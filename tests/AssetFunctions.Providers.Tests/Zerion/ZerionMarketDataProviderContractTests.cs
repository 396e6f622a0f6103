using AssetFunctions.Local.Providers.Simulation;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Testing.Contracts;

namespace AssetFunctions.Providers.Tests.Zerion;

public sealed class ZerionMarketDataProviderContractTests : MarketDataProviderContract
{
    protected override string Key => ZerionDriver.Key;

    protected override async Task<T> UseAsync<T>(PriceProviderState state, IReadOnlyList<MarketQuote> quotes, Func<IMarketDataProvider, Task<T>> use)
    {
        await using var driver = await ZerionDriver.StartAsync(
            settings: state == PriceProviderState.RejectingTheKey ? [("Zerion:ApiKey", "zk_another_key")] : []);
        driver.Server.ServeFungible("eth", null);
        foreach (var quote in quotes)
        {
            driver.Server.ServeFungible(quote.GroupId, MarketJson.Row(quote));
        }

        driver.Server.Script(SimulatedResource.Fungibles, ProviderSimulator.AnyWallet, state switch
        {
            PriceProviderState.Throttling => [SimulatedFault.Error(429, "Too many requests", "Slow down.")],
            PriceProviderState.Failing => [SimulatedFault.Error(500, "Internal error", "Something broke.")],
            _ => [],
        });
        return await use(driver.Market);
    }
}
