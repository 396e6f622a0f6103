using AssetFunctions.Benchmarks.Reporting;
using AssetFunctions.Sync.Caching;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Benchmarks.Caching;

/// <summary>Time and memory of the asset cache in process, beside the framework's <c>MemoryCache</c> in the same run.</summary>
sealed class CacheCase : IBenchmarkCase
{
    const int DistinctAssets = 1_000_000;
    const double Mebibyte = 1024 * 1024;

    public string Name => "cache";

    public async Task RunAsync(Report report)
    {
        var config = ManualConfig.CreateEmpty()
            .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
            .AddLogger(ConsoleLogger.Default)
            .WithOptions(ConfigOptions.DisableLogFile);
        var results = BenchmarkRunner.Run<CacheBenchmarks>(config);
        var hit = Nanoseconds(results, nameof(CacheBenchmarks.Hit));
        var frameworkHit = Nanoseconds(results, nameof(CacheBenchmarks.HitOfMemoryCache));
        report.Note("hit", hit, "ns");
        report.Note("hit of MemoryCache", frameworkHit, "ns");
        report.AtMost("hit against a hit of MemoryCache", hit / frameworkHit, "times", 1);
        report.AtMost("hit: allocated", Bytes(results, nameof(CacheBenchmarks.Hit)), "B", 0);

        var batch = Nanoseconds(results, nameof(CacheBenchmarks.BatchOf100));
        var frameworkBatch = Nanoseconds(results, nameof(CacheBenchmarks.BatchOf100OfMemoryCache));
        report.Note("100 warm keys at once", batch / 1000, "µs");
        report.Note("100 warm keys of MemoryCache, one by one", frameworkBatch / 1000, "µs");
        report.AtMost("100 warm keys at once against MemoryCache, one by one", batch / frameworkBatch, "times", 1);
        report.Note("100 warm keys at once: allocated", Bytes(results, nameof(CacheBenchmarks.BatchOf100)), "B");

        await MeasureBoundAsync(report);
        await TimeToLives.MeasureAsync(report);
        await WarmStart.MeasureAsync(report);
    }

    static async Task MeasureBoundAsync(Report report)
    {
        var options = new CacheOptions();
        var cache = new AssetCache(new Market(), Options.Create(options), TimeProvider.System, new Random(1));
        var before = Heap();
        for (var first = 0; first < DistinctAssets; first += 1_000)
        {
            await cache.GetManyAsync([.. Enumerable.Range(first, 1_000).Select(Market.Key)], CancellationToken.None);
        }

        var held = Heap() - before;
        var statistics = cache.GetStatistics();
        report.AtMost("1,000,000 assets through the cache: entries", statistics.Entries, "entries", options.MaxEntries);
        report.AtMost("1,000,000 assets through the cache: bytes by its own estimate", statistics.EstimatedBytes / Mebibyte, "MiB", options.MaxBytes / Mebibyte);
        report.AtMost("1,000,000 assets through the cache: bytes on the heap", held / Mebibyte, "MiB", options.MaxBytes / Mebibyte);
        GC.KeepAlive(cache);
    }

    static long Heap() => GC.GetTotalMemory(forceFullCollection: true);

    static double Nanoseconds(Summary results, string method) => Of(results, method).ResultStatistics!.Mean;

    static double Bytes(Summary results, string method) => Of(results, method).GcStats.GetBytesAllocatedPerOperation(Of(results, method).BenchmarkCase) ?? 0;

    static BenchmarkReport Of(Summary results, string method) =>
        results.Reports.First(report => report.BenchmarkCase.Descriptor.WorkloadMethod.Name == method);
}
