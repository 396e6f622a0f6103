using System.Globalization;
using AssetFunctions.Local.Providers.Simulation;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Testing.Contracts;
using AssetFunctions.Testing.Time;

namespace AssetFunctions.Providers.Tests.DefiLlama;

public sealed class DefiLlamaPriceProviderContractTests : PriceProviderContract
{
    protected override string Key => DefiLlamaDriver.Key;

    protected override async Task<ProviderResult> FetchAsync(
        PriceProviderState state, IReadOnlyList<PriceQuote> quotes, IReadOnlyCollection<AssetKey> assets, CancellationToken cancellationToken = default)
    {
        await using var driver = await DefiLlamaDriver.StartAsync(
            new ManualTimeProvider(Now), Key, [("DefiLlama:ApiKey", Key + (state == PriceProviderState.RejectingTheKey ? "2" : string.Empty))]);
        foreach (var quote in quotes)
        {
            driver.Server.Serve(IdOf(quote.Key), Json(quote));
        }

        driver.Server.Script(state switch
        {
            PriceProviderState.Throttling => [PriceSimulator.Error(429, "Slow down.")],
            PriceProviderState.Failing => Enumerable.Repeat(PriceSimulator.Error(500, $"Something broke at /{Key}/coins."), 10),
            _ => [],
        });
        return await driver.FetchAsync(assets, cancellationToken);
    }

    static string IdOf(AssetKey asset) => asset.ContractAddress == AssetIdentity.Native ? $"coingecko:{asset.Network}" : asset.ToString();

    static string Json(PriceQuote quote)
    {
        var members = new List<string>();
        if (quote.Confidence is { } confidence)
        {
            members.Add(string.Create(CultureInfo.InvariantCulture, $"\"confidence\":{confidence}"));
        }

        return string.Create(
            CultureInfo.InvariantCulture, $"{{{string.Join(',', members.Append($"\"price\":{quote.Usd}").Append($"\"timestamp\":{quote.AsOf.ToUnixTimeSeconds()}"))}}}");
    }
}
