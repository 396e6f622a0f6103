using AssetFunctions.Benchmarks;
using AssetFunctions.Benchmarks.Api;
using AssetFunctions.Benchmarks.Caching;
using AssetFunctions.Benchmarks.Cosmos;
using AssetFunctions.Benchmarks.Hosting;
using AssetFunctions.Benchmarks.Sync;
using Spectre.Console;

IBenchmarkCase[] cases = [new CosmosCase(), new RequestsCase(), new FleetCase(), new HistoryCase(), new PricesCase(), new CacheCase(), new LatencyCase(), new ScaleCase(), new ScheduleCase(), new WhaleCase(), new ApiCase(), new StartupCase()];

var wanted = Array.Find(cases, candidate => args is [var name, ..] && string.Equals(candidate.Name, name, StringComparison.Ordinal));
if (wanted is null)
{
    var complaint = args is ["", ..] or [] ? "Name a benchmark case" : $"There is no benchmark case '{args[0]}'";
    Console.Error.WriteLine($"{complaint}. The cases are: {string.Join(", ", cases.Select(candidate => candidate.Name))}");
    return 2;
}

var report = new Report(wanted.Name);
await wanted.RunAsync(report);
report.Print(AnsiConsole.Console);
report.Write(args is [_, var directory] ? directory : "artifacts/bench");
return report.Holds ? 0 : 1;
