using AssetFunctions.Testing.Drivers;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Caching;
using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Phases;
using AssetFunctions.Sync.Phases.PriceRefresh;
using AssetFunctions.Sync.Phases.Prices;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Prices;
using AssetFunctions.Sync.Telemetry;
using AssetFunctions.Sync.Wallets;
using AssetFunctions.Testing.InMemory;
using AssetFunctions.Testing.Time;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Sync.Tests.Phases.Prices;

/// <summary>How old a price must be for a sync to replace it: twice the threshold where a price refresh runs.</summary>
public sealed class LatePricesTests
{
    [Theory]
    [InlineData(true, true, 19.9, false)]
    [InlineData(true, true, 20, true)]
    [InlineData(true, false, 9.9, false)]
    [InlineData(true, false, 10, true)]
    [InlineData(false, true, 9.9, false)]
    [InlineData(false, true, 10, true)]
    public async Task A_sync_replaces_a_price_that_the_refresh_is_late_with(bool hasProvider, bool isEnabled, double minutesLater, bool isReplaced)
    {
        var clock = new ManualTimeProvider(TestRows.Noon);
        var registry = new InMemoryAssetRegistry(clock);
        await registry.CreateAsync("ethereum", [TestRows.Asset() with { HeldAt = TestRows.Noon }], default);
        using var cache = new AssetCache(registry, Options.Create(new CacheOptions()), clock, new Random(1));
        var phase = new PricesPhase(
            cache, Judging.Rules, new Judging(clock).Trust, Options.Create(new PricingOptions()), NullLogger<PricesPhase>.Instance,
            Options.Create(new PriceRefreshOptions { Enabled = isEnabled }), hasProvider ? new ScriptedPriceProvider() : null);
        var chunk = new Chunk
        {
            Run = TestRows.Run(startedAt: TestRows.Noon.AddMinutes(minutesLater)),
            Index = 0,
            Range = new PositionRange(string.Empty, string.Empty),
            Digest = "digest",
            Positions = [TestRows.Position(price: 3m)],
        };
        using var usage = new DatabaseMeter().Begin();

        await phase.RunAsync(new PricesMessage(chunk), new PhaseContext("message", usage), default);

        Assert.Equal(isReplaced ? 3m : 2m, Assert.Single(registry.Assets).Price?.Usd);
    }
}
