using AssetFunctions.Benchmarks;
using AssetFunctions.Benchmarks.Baseline;
using AssetFunctions.Benchmarks.Measuring;
using AssetFunctions.Benchmarks.Reporting;
using AssetFunctions.Testing;
using Spectre.Console;

switch (args)
{
    case [BareServer.Verb]:
        await BareServer.RunAsync();
        return ExitCodes.Holds;
    case [BenchmarkCases.Verb]:
        Console.WriteLine(string.Join(Environment.NewLine, BenchmarkCases.All.Select(known => known.Name)));
        return ExitCodes.Holds;
}

if (Arguments.Parse(args) is not { } arguments)
{
    await Console.Error.WriteLineAsync($"Name a benchmark case: {BenchmarkCases.Names}.");
    return ExitCodes.WrongArguments;
}

if (BenchmarkCases.Find(arguments.Name) is not { } benchmark)
{
    await Console.Error.WriteLineAsync($"There is no benchmark case '{arguments.Name}'; the cases are {BenchmarkCases.Names}.");
    return ExitCodes.WrongArguments;
}

try
{
    return arguments.Baseline is { } baseline ? await CompareAsync(baseline) : await MeasureAsync();
}
catch (BenchmarkException ex)
{
    await Console.Error.WriteLineAsync(ex.Message);
    return ExitCodes.Failed;
}

async Task<int> MeasureAsync()
{
    var report = new Report(benchmark.Name);
    await (benchmark is ICheckoutCase outside ? outside.RunAsync(report, arguments.Checkout ?? Repository.Root) : benchmark.RunAsync(report));
    ReportTable.Print(AnsiConsole.Console, benchmark.Name, report.Rows);
    RowFile.Write(arguments.Directory, benchmark.Name, report.Rows);
    if (arguments.IsRecorded)
    {
        PageSection.Write(benchmark.Name, TimeProvider.System.GetUtcNow(), report.Rows);
    }

    return report.Holds ? ExitCodes.Holds : ExitCodes.Misses;
}

async Task<int> CompareAsync(string baseline)
{
    var rounds = await BaselineRun.RunAsync(benchmark, baseline);
    var rows = Comparison.Of(benchmark.Name, rounds);
    ComparisonTable.Print(AnsiConsole.Console, $"{benchmark.Name}, medians of {rounds.Count} round(s) that alternate", rows);
    RowFile.Write(arguments.Directory, benchmark.Name, [.. rows.SelectMany(row => new[] { row.Now, row.Relative }).OfType<Row>()]);
    return rows.All(row => row.Holds) ? ExitCodes.Holds : ExitCodes.Misses;
}
