using AssetFunctions.Benchmarks;
using AssetFunctions.Benchmarks.Cosmos;
using AssetFunctions.Benchmarks.Sync;

IBenchmarkCase[] cases = [new CosmosCase(), new RequestsCase(), new FleetCase(), new HistoryCase(), new LatencyCase(), new ScaleCase()];

var wanted = Array.Find(cases, candidate => args is [var name, ..] && string.Equals(candidate.Name, name, StringComparison.Ordinal));
if (wanted is null)
{
    Console.Error.WriteLine("usage: bench.sh NAME   with NAME one of " + string.Join(", ", cases.Select(candidate => candidate.Name)));
    return 2;
}

var report = new Report(wanted.Name);
await wanted.RunAsync(report);
report.Print(Console.Out);
report.Write(args is [_, var directory] ? directory : "artifacts/bench");
return report.Holds ? 0 : 1;
