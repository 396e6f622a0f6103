using System.Globalization;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Caching;
using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Phases;
using AssetFunctions.Sync.Phases.Assets;
using AssetFunctions.Sync.Phases.Extract;
using AssetFunctions.Sync.Phases.Lifecycle;
using AssetFunctions.Sync.Phases.Poison;
using AssetFunctions.Sync.Phases.Positions;
using AssetFunctions.Sync.Phases.Prices;
using AssetFunctions.Sync.Phases.Scheduling;
using AssetFunctions.Sync.Phases.Transactions;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Prices;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Telemetry;
using AssetFunctions.Sync.Transactions;
using AssetFunctions.Sync.Wallets;
using AssetFunctions.Testing.Drivers;
using AssetFunctions.Testing.Faults;
using AssetFunctions.Testing.InMemory;
using AssetFunctions.Testing.Time;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Sync.Tests.Phases;

/// <summary>
/// The whole pipeline over in-memory stores and queues. Messages can be delivered twice, out of order, and again after a fault, as a storage
/// queue does; several instances share stores and queues but no memory.
/// </summary>
sealed class SyncDriver : IMessageSender
{
    const int MaxDeliveries = 50;

    readonly List<(string Queue, string Body, string Id)> _messages = [];
    readonly Dictionary<string, string> _replaced = new(StringComparer.Ordinal);
    readonly Instance[] _instances;
    readonly Random _random;
    readonly ConfirmationRules? _rules;
    readonly ValuationOptions? _valuation;
    int _nextId;

    /// <param name="shared">The shared cache of each instance, by number; without it the instances share none.</param>
    public SyncDriver(int instances = 1, int seed = 1, StoreFaults? faults = null, Func<int, ISharedCache>? shared = null, int maxPages = TransactionsDefaults.MaxPages, ConfirmationRules? rules = null, ValuationOptions? valuation = null)
    {
        _random = new Random(seed);
        (_rules, _valuation) = (rules, valuation);
        faults ??= StoreFaults.AtCalls(FaultMoment.Before);
        Assets = new InMemoryAssetRegistry(Clock);
        Transactions = new InMemoryTransactionStore(Wallets);
        var registry = new FaultyAssetRegistry(Assets, faults);
        var wallets = new FaultyWalletStore(Wallets, faults);
        var transactions = new FaultyTransactionStore(Transactions, faults);
        var reader = new FaultyWalletReader(Wallets, faults);
        var directory = new FaultyWalletDirectory(Wallets, faults);
        _instances = [.. Enumerable.Range(0, instances).Select(i => new Instance(this, faults, registry, wallets, reader, directory, transactions, new Random(i), shared?.Invoke(i), maxPages))];
    }

    public ManualTimeProvider Clock { get; } = new(TestRows.Noon);

    public ScriptedPositionProvider Provider { get; } = new();

    public InMemoryNetworkCatalog Networks { get; } = new();

    public InMemoryMeters Meters { get; } = new();

    public PagedTransactionProvider Ledger { get; } = new();

    public InMemoryAssetRegistry Assets { get; }

    public InMemoryTransactionStore Transactions { get; }

    public InMemoryTrustStore Trust { get; } = new();

    /// <summary>The provider of price checks.</summary>
    public ScriptedPriceProvider PriceProvider { get; } = new();

    public InMemoryWalletStore Wallets { get; } = new();

    /// <summary>Chance that a processed message is delivered again.</summary>
    public double Duplication { get; set; }

    /// <summary>Whether messages are taken in random order.</summary>
    public bool Shuffle { get; set; }

    public List<(string Queue, string Body)> Poison { get; } = [];

    public List<TimeSpan> Deferrals { get; } = [];

    public IReadOnlyList<Position> Positions => Wallets.PositionsOf(TestRows.Wallet);

    /// <summary>The cache statistics of the instances.</summary>
    public IReadOnlyList<CacheStatistics> Statistics => [.. _instances.Select(instance => instance.Cache.GetStatistics())];

    /// <summary>The waiting messages, for tests that delay one.</summary>
    public List<(string Queue, string Body, string Id)> Waiting => _messages;

    public void Send(string queue, string body) => _messages.Add((queue, body, (_nextId++).ToString(CultureInfo.InvariantCulture)));

    public void Request(string runId, string wallet = TestRows.Wallet, bool? transactions = null) => Send(
        QueueNames.SyncRequests,
        MessageCodec.Encode(new SyncRequest { Version = SyncRequest.CurrentVersion, Wallet = wallet, RunId = runId, Transactions = transactions }));

    /// <summary>Requests a run and processes all resulting messages.</summary>
    public async Task<RunRecord?> SyncAsync(string runId)
    {
        Request(runId);
        await DrainAsync();
        return await Wallets.FindRunAsync(TestRows.Wallet, runId, default);
    }

    public async Task DrainAsync()
    {
        while (_messages.Count > 0)
        {
            await StepAsync(Shuffle ? _random.Next(_messages.Count) : 0);
        }
    }

    /// <summary>Delivers one message until it succeeds.</summary>
    public async Task StepAsync(int index)
    {
        var message = _messages[index];
        _messages.RemoveAt(index);
        var deliveries = _random.NextDouble() < Duplication ? 2 : 1;
        for (var delivery = 0; delivery < deliveries; delivery++)
        {
            await DeliverAsync(message.Queue, message.Body, message.Id, delivery + 1);
        }
    }

    public Task SendAsync(ISyncMessage message, TimeSpan delay = default, CancellationToken cancellationToken = default)
    {
        if (delay > TimeSpan.Zero)
        {
            Deferrals.Add(delay);
            Clock.Advance(delay);
        }

        Send(message.Queue, MessageCodec.Encode(message));
        return Task.CompletedTask;
    }

    public Task RejectAsync(string queue, string body, CancellationToken cancellationToken)
    {
        Poison.Add((queue, body));
        return Task.CompletedTask;
    }

    public Task ReturnAsync(string queue, string body, TimeSpan delay, TimeSpan timeToLive, CancellationToken cancellationToken) =>
        throw new NotSupportedException("No message of the driver is newer than the code.");

    public Task ReplaceAsync(string id, string receipt, ISyncMessage message, TimeSpan delay, CancellationToken cancellationToken)
    {
        _replaced[id] = MessageCodec.Encode(message);
        return Task.CompletedTask;
    }

    async Task DeliverAsync(string queue, string body, string id, int delivery)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await _instances[_random.Next(_instances.Length)].RunAsync(queue, _replaced.GetValueOrDefault(id, body), id, delivery + attempt);
                return;
            }
            catch (TransientStoreException) when (attempt < MaxDeliveries)
            {
                Clock.Advance(TimeSpan.FromSeconds(1));
            }
        }
    }

    sealed class Instance
    {
        readonly PhaseRunner _runner;
        readonly ExtractPhase _extract;
        readonly AssetsPhase _assets;
        readonly PricesPhase _prices;
        readonly PositionsPhase _positions;
        readonly TransactionsPhase _transactions;
        readonly SchedulePhase _schedule;
        readonly DeletionPhase _deletion;

        public Instance(
            SyncDriver driver, StoreFaults faults, IAssetRegistry registry, IWalletStore wallets, IWalletReader reader, IWalletDirectory directory, ITransactionStore transactions,
            Random random, ISharedCache? shared, int maxPages)
        {
            var options = Options.Create(new TransactionsOptions { MaxPages = maxPages });
            var refresh = new WalletRefresh(reader, directory, Options.Create(new RefreshOptions()), driver.Clock);
            Cache = new AssetCache(registry, Options.Create(new CacheOptions()), driver.Clock, random, shared);
            var unreported = new UnreportedUsage();
            var judging = new Judging(driver.Clock, driver.Trust, driver.PriceProvider, Cache, driver._rules, driver._valuation);
            var failures = new RunFailures(wallets, transactions, driver.Clock);
            _runner = new PhaseRunner(driver, faults.Meter, unreported, failures, driver.Clock, NullLogger<PhaseRunner>.Instance);
            _extract = new ExtractPhase(
                driver.Provider, wallets, reader, refresh, new KnownNetworks(driver.Networks, driver.Clock), judging.Checks,
                Options.Create(new ExtractOptions { PositionsPerChunk = 90 }), options, driver.Clock, NullLogger<ExtractPhase>.Instance);
            _assets = new AssetsPhase(Cache, NullLogger<AssetsPhase>.Instance);
            _prices = new PricesPhase(Cache, judging.Spam, judging.Trust, Options.Create(new PricingOptions()), NullLogger<PricesPhase>.Instance);
            _positions = new PositionsPhase(
                wallets, new WalletLocks(), unreported, reader, Cache, judging.Trust, judging.Spam, judging.Bound, judging.Values, new SyncMetrics(driver.Meters),
                driver.Clock, NullLogger<PositionsPhase>.Instance);
            _transactions = new TransactionsPhase(
                driver.Ledger, transactions, reader, Cache, options, Options.Create(new ExtractOptions()), driver.Clock, NullLogger<TransactionsPhase>.Instance);
            _schedule = new SchedulePhase(
                directory, driver, refresh, Options.Create(new ScheduleOptions()), driver.Clock, NullLogger<SchedulePhase>.Instance);
            _deletion = new DeletionPhase(directory, driver.Clock, NullLogger<DeletionPhase>.Instance);
        }

        public AssetCache Cache { get; }

        public Task RunAsync(string queue, string body, string id, long delivery) => queue switch
        {
            QueueNames.SyncRequests => _runner.RunAsync(_extract, new Delivery(id, body, Math.Min(delivery, PhaseRunner.MaxDeliveries - 1), id), default),
            QueueNames.SyncAssets => _runner.RunAsync(_assets, new Delivery(id, body, Math.Min(delivery, PhaseRunner.MaxDeliveries - 1), id), default),
            QueueNames.SyncPrices => _runner.RunAsync(_prices, new Delivery(id, body, Math.Min(delivery, PhaseRunner.MaxDeliveries - 1), id), default),
            QueueNames.SyncTransactions => _runner.RunAsync(_transactions, new Delivery(id, body), default),
            QueueNames.ScheduleShards => _runner.RunAsync(_schedule, new Delivery(id, body, delivery), default),
            QueueNames.WalletDeletions => _runner.RunAsync(_deletion, new Delivery(id, body), default),
            _ => _runner.RunAsync(_positions, new Delivery(id, body, Math.Min(delivery, PhaseRunner.MaxDeliveries - 1), id), default),
        };
    }
}
