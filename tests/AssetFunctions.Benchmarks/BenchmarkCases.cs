using AssetFunctions.Benchmarks.Api;
using AssetFunctions.Benchmarks.Caching;
using AssetFunctions.Benchmarks.Cosmos;
using AssetFunctions.Benchmarks.Hosting;
using AssetFunctions.Benchmarks.Spam;
using AssetFunctions.Benchmarks.Sync;
using AssetFunctions.Benchmarks.Units;

namespace AssetFunctions.Benchmarks;

/// <summary>Every case there is.</summary>
static class BenchmarkCases
{
    /// <summary>Argument that makes the program print their names, one per line.</summary>
    public const string Verb = "--cases";

    public static IReadOnlyList<IBenchmarkCase> All { get; } =
    [
        new RunCase(), new RequestsCase(), new FleetCase(), new ScaleCase(), new LatencyCase(), new WhaleCase(), new ApiCase(), new HostCase(), new ScheduleCase(),
        new PricesCase(), new HistoryCase(), new CacheCase(), new CosmosCase(), new StartupCase(), new UnitsCase(), new SpamCase(),
    ];

    public static string Names => string.Join(", ", All.Select(benchmark => benchmark.Name));

    public static IBenchmarkCase? Find(string name) => All.FirstOrDefault(benchmark => benchmark.Name == name);
}
