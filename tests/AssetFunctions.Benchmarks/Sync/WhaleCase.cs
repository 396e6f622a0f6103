using AssetFunctions.Benchmarks.Reporting;
using AssetFunctions.Local.Stack;
using AssetFunctions.Local.Stack.Api;
using AssetFunctions.Local.Stack.Processes;
using AssetFunctions.Local.Stack.Runs;
using AssetFunctions.Local.Stack.Samples;
using AssetFunctions.Sync.Caching;
using AssetFunctions.Sync.Pipeline;

namespace AssetFunctions.Benchmarks.Sync;

/// <summary>
/// The largest wallet seen in the wild, through the real function app in a process of its own: its memory, and its requests when none of its
/// assets is known.
/// </summary>
sealed class WhaleCase : IBenchmarkCase
{
    const double Mebibyte = 1024 * 1024;
    const int SmallPositions = 1_000;
    const int Runs = 3;

    // A registry that has to take in thousands of assets at once deserves the largest batches.
    const int LargestBatch = 100;

    static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public string Name => "whale";

    public async Task RunAsync(Report report)
    {
        var small = await MedianAsync(new SyntheticWallet(1, SmallPositions));
        var whale = await MedianAsync(SyntheticWallet.Whale);
        var inSmallBatches = await MeasureAsync(SyntheticWallet.Whale, CacheDefaults.CreateBatchSize);

        report.Note("response", await LengthAsync(SyntheticWallet.Whale) / Mebibyte, "MiB");
        report.Note("positions", whale.Positions, "positions");
        report.Note("time", whale.Time.TotalSeconds, "s");
        report.AtMost("peak working set of the app", whale.PeakBytes / Mebibyte, "MiB", 200);
        report.Note("peak working set with 1,000 positions", small.PeakBytes / Mebibyte, "MiB");
        report.AtMost("growth of the peak from 1,000 to 6,000 positions", (double)whale.PeakBytes / small.PeakBytes, "times", 1.25);
        report.Note("chunks", whale.Chunks, "chunks");
        report.AtMost("requests per chunk, no asset known", (double)whale.Requests / whale.Chunks, "requests", 4);
        report.Note("requests per chunk, no asset known, default batches", (double)inSmallBatches.Requests / whale.Chunks, "requests");
        report.Note("requests, naive", 3.0 * whale.Positions, "requests");
    }

    // The collector decides when to collect; a single run may be a tenth off.
    static async Task<Cost> MedianAsync(SyntheticWallet wallet)
    {
        var costs = new List<Cost>();
        for (var run = 0; run < Runs; run++)
        {
            costs.Add(await MeasureAsync(wallet, LargestBatch));
        }

        return costs.OrderBy(cost => cost.PeakBytes).ElementAt(Runs / 2);
    }

    static async Task<Cost> MeasureAsync(SyntheticWallet wallet, int createBatchSize)
    {
        var directory = Directory.CreateTempSubdirectory("asset-functions-whale-").FullName;
        try
        {
            var options = new StackOptions(1, KeepQueues: false, new ProviderChoice(null, null), [], directory)
            {
                KeepDatabase = false,
                HasObserver = true,
                UseUsualPorts = false,
                Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["Sync__Cache__CreateBatchSize"] = $"{createBatchSize}" },
            };
            await using var stack = await LocalStack.StartAsync(RepositoryPaths.Find(), options, TimeProvider.System, default);
            stack.Replay!.Serve(wallet.Address, wallet.WriteAsync);
            var run = new FollowedRun("whale", wallet.Address, "whale");
            var before = stack.CountOfRuns();
            var started = TimeProvider.System.GetTimestamp();
            await new RequestQueue(stack.StorageConnectionString).SendAsync(
                new SyncRequest { Version = SyncRequest.CurrentVersion, Wallet = wallet.Address, RunId = "whale" }, default);
            await FollowAsync(stack, run);
            var time = TimeProvider.System.GetElapsedTime(started);
            return run.Run is { Status: RunStates.Completed, Counts: { } counts, Progress: { } progress }
                ? new Cost(
                    counts.Positions, progress.Chunks, (stack.CountOfRuns() - before).DataRequests, await stack.Apps[0].ReadPeakWorkingSetAsync(default), time)
                : throw new InvalidOperationException($"The run ended {run.Run.Status}: {run.Run.Reason}");
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    static async Task FollowAsync(LocalStack stack, FollowedRun run)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var api = new ApiConnection(new Deployment(stack.Observer, Key: null, IsStarting: false), TimeProvider.System);
        while (!run.IsSettled)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, patience.Token);
            try
            {
                await run.UpdateAsync(api, patience.Token);
            }
            catch (DeploymentException unknown) when (unknown.IsAboutOneThing)
            {
                // Nothing of it is stored yet.
            }
        }
    }

    static async Task<long> LengthAsync(SyntheticWallet wallet)
    {
        using var page = new MemoryStream();
        await wallet.WriteAsync(page, default);
        return page.Length;
    }

    sealed record Cost(int Positions, int Chunks, long Requests, long PeakBytes, TimeSpan Time);
}
