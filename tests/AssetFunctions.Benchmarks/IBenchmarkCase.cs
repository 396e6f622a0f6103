namespace AssetFunctions.Benchmarks;

/// <summary>One benchmark: a name to call it by, and rows in a report.</summary>
interface IBenchmarkCase
{
    string Name { get; }

    Task RunAsync(Report report);
}
