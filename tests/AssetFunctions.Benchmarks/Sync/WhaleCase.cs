using AssetFunctions.Benchmarks.Reporting;
using AssetFunctions.Benchmarks.Stacks;
using AssetFunctions.Local.Providers.Samples;
using AssetFunctions.Sync.Caching;

namespace AssetFunctions.Benchmarks.Sync;

/// <summary>
/// The largest wallet seen in the wild, through the whole stack: the memory of the worker process of the published app, which is what a plan in the
/// cloud limits, and the database requests when none of its assets is known.
/// </summary>
sealed class WhaleCase : IBenchmarkCase
{
    const double Mebibyte = 1024 * 1024;
    const int SmallPositions = 1_000;
    const int Runs = 3;

    // As many requests as an instance takes from the queue at once.
    const int AtOnce = 24;

    // Requests are stated for as many positions, since a chunk is bounded by the size of its message.
    const double Unit = 100;

    // A registry that has to take in thousands of assets at once deserves the largest batches.
    const int LargestBatch = 100;

    public string Name => "whale";

    public async Task RunAsync(Report report)
    {
        using var app = await PublishedApp.PublishAsync();
        var small = await MedianAsync(app, new SyntheticWallet(1, SmallPositions));
        var whale = await MedianAsync(app, SyntheticWallet.Whale);
        var inSmallBatches = await MeasureAsync(app, SyntheticWallet.Whale, CacheDefaults.CreateBatchSize);

        var together = await MeasureTogetherAsync(app);

        report.Note("response", await LengthAsync(SyntheticWallet.Whale) / Mebibyte, "MiB");
        report.Note("positions", whale.Positions, "positions");
        report.Note("time", whale.Time.TotalSeconds, "s");
        report.AtMost("peak working set of the worker process", whale.PeakBytes / Mebibyte, "MiB", 200);
        report.Note("peak working set of the worker process with 1,000 positions", small.PeakBytes / Mebibyte, "MiB");
        report.AtMost("growth of the peak from 1,000 to 6,000 positions", (double)whale.PeakBytes / small.PeakBytes, "times", 1.25);
        report.AtMost($"peak working set of the worker process, {AtOnce} such wallets at once", together / Mebibyte, "MiB", 2048);
        report.Note("chunks", whale.Chunks, "chunks");
        report.AtMost("requests per 100 positions, no asset known", whale.Requests * Unit / whale.Positions, "requests", 4);
        report.Note("requests per 100 positions, no asset known, default batches", inSmallBatches.Requests * Unit / whale.Positions, "requests");
        report.Note("requests, naive", 3.0 * whale.Positions, "requests");
    }

    // The collector decides when to collect; a single run may be a tenth off.
    static async Task<Cost> MedianAsync(PublishedApp app, SyntheticWallet wallet)
    {
        var costs = new List<Cost>();
        for (var run = 0; run < Runs; run++)
        {
            costs.Add(await MeasureAsync(app, wallet, LargestBatch));
        }

        return costs.OrderBy(cost => cost.PeakBytes).ElementAt(Runs / 2);
    }

    static async Task<Cost> MeasureAsync(PublishedApp app, SyntheticWallet wallet, int createBatchSize)
    {
        await using var stack = await BenchStack.StartAsync(app, ("Sync__Cache__CreateBatchSize", $"{createBatchSize}"));
        var (run, requests, time) = await stack.SyncAsync(wallet);
        return new Cost(run.Counts!.Positions, run.Progress!.Chunks, requests, await stack.ReadWorkerPeakAsync(), time);
    }

    // They have the same assets, so that the database is not what limits them, and the provider's budget does not space them out.
    static async Task<long> MeasureTogetherAsync(PublishedApp app)
    {
        await using var stack = await BenchStack.StartAsync(app, ("Zerion__CallsPerSecond", "1000"));
        var wallets = Enumerable.Range(1, AtOnce).Select(seed => new SyntheticWallet(SyntheticWallet.Whale.Seed + seed, SyntheticWallet.Whale.Positions)).ToList();
        await stack.SyncAsync(SyntheticWallet.Whale);
        await Task.WhenAll(wallets.Select(stack.SyncAsync));
        return await stack.ReadWorkerPeakAsync();
    }

    static async Task<long> LengthAsync(SyntheticWallet wallet)
    {
        using var page = new MemoryStream();
        await wallet.WriteAsync(page, default);
        return page.Length;
    }

    sealed record Cost(int Positions, int Chunks, long Requests, long PeakBytes, TimeSpan Time);
}
