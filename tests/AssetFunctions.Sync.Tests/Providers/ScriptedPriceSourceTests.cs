using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Testing.Contracts;
using AssetFunctions.Testing.InMemory;

namespace AssetFunctions.Sync.Tests.Providers;

public sealed class ScriptedPriceSourceTests : PriceSourceContract
{
    protected override string Key => "no key at all";

    protected override Task<SourceAnswer> FetchAsync(
        PriceSourceState state, IReadOnlyList<PriceQuote> quotes, IReadOnlyCollection<AssetKey> assets, CancellationToken cancellationToken = default)
    {
        var source = new ScriptedPriceSource();
        foreach (var quote in quotes)
        {
            source.Price(quote);
        }

        switch (state)
        {
            case PriceSourceState.Throttling:
                source.Answer(new SourceAnswer.Throttled(TimeSpan.FromSeconds(5), "Slow down."));
                break;
            case PriceSourceState.RejectingTheKey:
                source.Answer(new SourceAnswer.Unauthorized("The key is wrong."));
                break;
            case PriceSourceState.Failing:
                source.Answer(_ => throw new ProviderException("The source is down."));
                break;
        }

        return source.FetchPricesAsync(assets, cancellationToken);
    }
}
