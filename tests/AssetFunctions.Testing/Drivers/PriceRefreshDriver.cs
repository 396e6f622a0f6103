using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Caching;
using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Phases;
using AssetFunctions.Sync.Phases.PriceRefresh;
using AssetFunctions.Sync.Prices;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Sync.Telemetry;
using AssetFunctions.Testing.InMemory;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Testing.Drivers;

/// <summary>One instance of the price refresh over a registry and a price provider.</summary>
public sealed class PriceRefreshDriver : IDisposable
{
    readonly AssetCache _cache;
    readonly DatabaseMeter _meter = new();

    /// <param name="options">Settings of the refresh, or null for the defaults.</param>
    /// <param name="shared">The cache that the instances share, or null.</param>
    /// <param name="pages">The pages of prices, or null when prices are kept in the registry.</param>
    public PriceRefreshDriver(
        IAssetRegistry registry, IPriceProvider? provider, TimeProvider clock, PriceRefreshOptions? options = null, ISharedCache? shared = null,
        IPricePages? pages = null)
    {
        pages ??= new RegistryPrices(registry);
        var settings = Options.Create(options ?? new PriceRefreshOptions());
        _cache = new AssetCache(registry, Options.Create(new CacheOptions()), clock, new Random(1), shared, pages);
        Calls = new PriceCallFilter(settings, clock, new Random(1), new SharedPriceCallTimes(shared));
        Planner = new PriceRefreshPlanner(pages, Planned, settings, clock);
        Phase = new PriceRefreshPhase(
            pages, _cache, Calls, Judging.Rules, new Judging(clock).Trust, settings, Options.Create(new PricingOptions()), clock, NullLogger<PriceRefreshPhase>.Instance, provider);
    }

    /// <summary>The messages that the planner sent.</summary>
    public InMemoryMessageSender Planned { get; } = new();

    public PriceCallFilter Calls { get; }

    public PriceRefreshPlanner Planner { get; }

    public PriceRefreshPhase Phase { get; }

    /// <summary>Delivers one request.</summary>
    public async Task<PhaseOutcome> DeliverAsync(PriceRefreshRequest request)
    {
        using var usage = _meter.Begin();
        return await Phase.RunAsync(request, new PhaseContext("message", usage), CancellationToken.None);
    }

    /// <summary>Processes the requests of one tick for a network and all resulting messages.</summary>
    public async Task TickAsync(string network)
    {
        Planned.Clear();
        await Planner.PlanAsync(CancellationToken.None);
        var requests = new Queue<PriceRefreshRequest>(Planned.SentOf<PriceRefreshRequest>().Where(request => request.Network == network));
        while (requests.TryDequeue(out var request))
        {
            if (await DeliverAsync(request) is PhaseOutcome.Completed completed)
            {
                foreach (var next in completed.Next.Cast<PriceRefreshRequest>())
                {
                    requests.Enqueue(next);
                }
            }
        }
    }

    public void Dispose() => _cache.Dispose();
}
