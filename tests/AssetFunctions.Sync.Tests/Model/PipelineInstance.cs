using AssetFunctions.Sync.Caching;
using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Operations;
using AssetFunctions.Sync.Phases;
using AssetFunctions.Sync.Phases.Assets;
using AssetFunctions.Sync.Phases.Extract;
using AssetFunctions.Sync.Phases.Lifecycle;
using AssetFunctions.Sync.Phases.Poison;
using AssetFunctions.Sync.Phases.Positions;
using AssetFunctions.Sync.Phases.Prices;
using AssetFunctions.Sync.Phases.Scheduling;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Prices;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Telemetry;
using AssetFunctions.Sync.Transactions;
using AssetFunctions.Sync.Wallets;
using AssetFunctions.Testing.Drivers;
using AssetFunctions.Testing.InMemory;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Sync.Tests.Model;

/// <summary>One instance of the app, composed as the app composes it. Nothing in it outlives it.</summary>
sealed class PipelineInstance : IDisposable
{
    // Few positions a chunk, so that a wallet of few positions is stored in several.
    const int PositionsPerChunk = 2;

    readonly InMemoryMeters _meters = new();
    readonly PhaseRunner _runner;
    readonly ExtractPhase _extract;
    readonly AssetsPhase _assets;
    readonly PricesPhase _prices;
    readonly PositionsPhase _positions;
    readonly SchedulePhase _schedule;
    readonly DeletionPhase _deletion;
    readonly AssetCache _cache;

    public PipelineInstance(World world)
    {
        var clock = world.Clock;
        var (meter, unreported, judging) = (new DatabaseMeter(), new UnreportedUsage(), new Judging(clock, world.Trust));
        var refresh = new WalletRefresh(world.Reader, world.Directory, Options.Create(new RefreshOptions()), clock);
        var failures = new RunFailures(world.WalletStore, new InMemoryTransactionStore(world.Store), clock);
        _cache = new AssetCache(world.Assets, Options.Create(new CacheOptions { RefreshAfter = 1 }), clock, new Random(1), shared: null);
        _runner = new PhaseRunner(world, meter, unreported, failures, clock, NullLogger<PhaseRunner>.Instance);
        _extract = new ExtractPhase(
            world, world.WalletStore, world.Reader, refresh, new KnownNetworks(new NoNetworkCatalog(), clock), judging.Checks,
            Options.Create(new ExtractOptions { PositionsPerChunk = PositionsPerChunk }), Options.Create(new TransactionsOptions { Enabled = false }),
            clock, NullLogger<ExtractPhase>.Instance);
        _assets = new AssetsPhase(_cache, NullLogger<AssetsPhase>.Instance);
        _prices = new PricesPhase(_cache, judging.Spam, judging.Trust, Options.Create(new PricingOptions()), NullLogger<PricesPhase>.Instance);
        _positions = new PositionsPhase(
            world.WalletStore, new WalletLocks(), unreported, world.Reader, _cache, judging.Trust, judging.Spam, judging.Bound, judging.Values,
            new SyncMetrics(_meters), clock, NullLogger<PositionsPhase>.Instance);
        _schedule = new SchedulePhase(world.Directory, world, refresh, Options.Create(new ScheduleOptions()), clock, NullLogger<SchedulePhase>.Instance);
        _deletion = new DeletionPhase(world.Directory, clock, NullLogger<DeletionPhase>.Instance);
        Requests = new RefreshRequests(refresh, world.Directory, world, clock);
        Registrations = new WalletRegistrations(world.Reader, world.Directory, clock);
        Deletions = new WalletDeletions(world.Reader, world.Directory, world, clock);
        Scheduler = new SyncScheduler(world.Directory, Registrations, world, Options.Create(new ScheduleOptions()), clock);
        Watch = new PoisonWatch(world.Queues.Poison, failures, NullLogger<PoisonWatch>.Instance);
        Replay = new PoisonReplay(world.Queues.Poison, clock, NullLogger<PoisonReplay>.Instance);
    }

    public RefreshRequests Requests { get; }

    public WalletRegistrations Registrations { get; }

    public WalletDeletions Deletions { get; }

    public SyncScheduler Scheduler { get; }

    public PoisonWatch Watch { get; }

    public PoisonReplay Replay { get; }

    public Task ProcessAsync(QueuedMessage message, CancellationToken cancellationToken)
    {
        var delivery = new Delivery(message.Id, message.Body, message.Deliveries, message.Receipt);
        return message.Queue switch
        {
            QueueNames.SyncRequests => _runner.RunAsync(_extract, delivery, cancellationToken),
            QueueNames.SyncAssets => _runner.RunAsync(_assets, delivery, cancellationToken),
            QueueNames.SyncPrices => _runner.RunAsync(_prices, delivery, cancellationToken),
            QueueNames.SyncPositions => _runner.RunAsync(_positions, delivery, cancellationToken),
            QueueNames.ScheduleShards => _runner.RunAsync(_schedule, delivery, cancellationToken),
            QueueNames.WalletDeletions => _runner.RunAsync(_deletion, delivery, cancellationToken),
            _ => throw new InvalidOperationException($"Queue {message.Queue} is not part of the model."),
        };
    }

    public void Dispose()
    {
        _cache.Dispose();
        _meters.Dispose();
    }
}
