using System.Collections;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using AssetFunctions.Benchmarks.Reporting;
using AssetFunctions.Cosmos;
using AssetFunctions.Local.Cosmos.Tests.Support;
using AssetFunctions.Sync;
using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Phases;
using AssetFunctions.Sync.Phases.Scheduling;
using AssetFunctions.Sync.Telemetry;
using AssetFunctions.Sync.Wallets;
using AssetFunctions.Testing.InMemory;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AssetFunctions.Benchmarks.Sync;

/// <summary>
/// One tick of the schedule over wallets that are all due: read, moved, claimed and requested. The database is a process of its own; the
/// requests go to a queue that only counts them, because the storage emulator limits any sender to a thousand or two a second.
/// </summary>
sealed class ScheduleCase : IBenchmarkCase
{
    const int Few = 10_000;
    const int Many = 100_000;
    const int Partitions = 4;
    const int ParallelRegistrations = 64;
    const double Mebibyte = 1024 * 1024;
    const double MaxGrowth = 1.25;
    const double MaxAgainstRegistration = 2;

    static readonly TimeSpan SampleInterval = TimeSpan.FromMilliseconds(20);

    public string Name => "schedule";

    public async Task RunAsync(Report report)
    {
        // The first tick of a process pays for its compilation and for buffers that are used again.
        await MeasureAsync(Few);
        var few = await MeasureAsync(Few);
        var many = await MeasureAsync(Many);

        report.Note("100,000 due wallets read, moved and requested", many.Time.TotalSeconds, "s");
        report.Note("100,000 wallets registered one by one", many.Registration.TotalSeconds, "s");
        report.AtMost("tick against registering the same wallets one by one", many.Time / many.Registration, "times", MaxAgainstRegistration);
        report.AtMost("growth of the time per wallet from 10,000 to 100,000", many.Time / Many / (few.Time / Few), "times", MaxGrowth);
        report.Note("wallets per second", Many / many.Time.TotalSeconds, "1/s");
        report.Note("requests per 1,000 wallets", 1_000.0 * many.Usage.Requests / Many, "requests");
        report.Note("units per wallet", many.Usage.RequestUnits / Many, "RU");
        report.AtMost("wallets requested more than once or not at all", few.Wrong + many.Wrong, "wallets", 0);
        report.Note("largest working set with 10,000", few.LargestBytes / Mebibyte, "MiB");
        report.Note("largest working set with 100,000", many.LargestBytes / Mebibyte, "MiB");
        report.AtMost("growth of the working set from 10,000 to 100,000", (double)many.LargestBytes / few.LargestBytes, "times", MaxGrowth);
    }

    static async Task<Cost> MeasureAsync(int wallets)
    {
        await using var server = await ServerProcess.StartAsync("--partitions", $"{Partitions}");
        var queue = new CountingQueue(wallets);
        await using var services = Compose(server, queue);
        await services.GetRequiredService<CosmosResources>().EnsureCreatedAsync(default);
        var registrationStarted = Stopwatch.GetTimestamp();
        await RegisterAsync(services.GetRequiredService<IWalletDirectory>(), wallets);
        var registration = Stopwatch.GetElapsedTime(registrationStarted);
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);

        using var done = new CancellationTokenSource();
        var sampling = SampleAsync(done.Token);
        var meter = services.GetRequiredService<DatabaseMeter>();
        var before = meter.Others;
        using var usage = meter.Begin();
        var started = Stopwatch.GetTimestamp();
        await services.GetRequiredService<SyncScheduler>().TickAsync(default);
        var phase = services.GetRequiredService<SchedulePhase>();
        var runner = services.GetRequiredService<PhaseRunner>();
        await Task.WhenAll(queue.Shards.Select(shard => runner.RunAsync(phase, new Delivery("bench", shard), default)));
        var time = Stopwatch.GetElapsedTime(started);
        await done.CancelAsync();
        return new Cost(time, registration, usage.Usage + meter.Others.Beyond(before), queue.Wrong, await sampling);
    }

    static ServiceProvider Compose(ServerProcess server, IMessageSender queue)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
            [
                KeyValuePair.Create("Cosmos:ConnectionString", (string?)server.ConnectionString),
                KeyValuePair.Create("Sync:Schedule:MaxPerShard", (string?)$"{Many}"),
            ])
            .Build();
        var services = new ServiceCollection();
        services.AddLogging().AddSingleton<IMeterFactory, InMemoryMeters>();
        services.AddSingleton(queue);
        services.AddAssetSync(configuration).UseCosmos();
        return services.BuildServiceProvider();
    }

    static Task RegisterAsync(IWalletDirectory directory, int wallets)
    {
        var now = TimeProvider.System.GetUtcNow();
        var registration = new WalletRegistration
        {
            Label = "bench", Networks = ["ethereum"], Interval = TimeSpan.FromHours(1), IsPaused = false, RegisteredAt = now, UpdatedAt = now, Revision = 1,
        };
        return Parallel.ForEachAsync(
            Enumerable.Range(0, wallets),
            new ParallelOptions { MaxDegreeOfParallelism = ParallelRegistrations },
            async (number, token) => await directory.TryRegisterAsync(Catalogue.Wallet(number), registration, now, basis: null, token));
    }

    static async Task<long> SampleAsync(CancellationToken cancellationToken)
    {
        using var process = Process.GetCurrentProcess();
        var largest = 0L;
        while (!cancellationToken.IsCancellationRequested)
        {
            process.Refresh();
            largest = Math.Max(largest, process.WorkingSet64);
            await Task.Delay(SampleInterval, TimeProvider.System, CancellationToken.None);
        }

        return largest;
    }

    sealed record Cost(TimeSpan Time, TimeSpan Registration, DatabaseUsage Usage, int Wrong, long LargestBytes);

    sealed class CountingQueue(int wallets) : IMessageSender
    {
        readonly BitArray _requested = new(wallets);
        readonly Lock _gate = new();
        int _repeated;

        public int Wrong
        {
            get
            {
                lock (_gate)
                {
                    return _repeated + _requested.Cast<bool>().Count(isRequested => !isRequested);
                }
            }
        }

        /// <summary>Texts of the messages to the shards.</summary>
        public List<string> Shards { get; } = [];

        public Task SendAsync(ISyncMessage message, TimeSpan delay = default, CancellationToken cancellationToken = default)
        {
            var body = MessageCodec.Encode(message);
            lock (_gate)
            {
                if (message is ShardRequest)
                {
                    Shards.Add(body);
                    return Task.CompletedTask;
                }

                var number = Catalogue.NumberOf(MessageCodec.Decode<SyncRequest>(body).Wallet);
                _repeated += _requested[number] ? 1 : 0;
                _requested[number] = true;
            }

            return Task.CompletedTask;
        }

        public Task RejectAsync(string queue, string body, CancellationToken cancellationToken) =>
            throw new NotSupportedException("No benchmark sends a message that makes no sense.");

        public Task ReturnAsync(string queue, string body, TimeSpan delay, TimeSpan timeToLive, CancellationToken cancellationToken) =>
            throw new NotSupportedException("No benchmark sends a message of a newer version.");

        public Task ReplaceAsync(string id, string receipt, ISyncMessage message, TimeSpan delay, CancellationToken cancellationToken) =>
            throw new NotSupportedException("No delivery of a benchmark has a receipt.");
    }
}
