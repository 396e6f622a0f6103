using AssetFunctions.Benchmarks.Reporting;

namespace AssetFunctions.Benchmarks;

/// <summary>One benchmark: a name to call it by, and rows in a report.</summary>
interface IBenchmarkCase
{
    string Name { get; }

    Task RunAsync(Report report);
}

/// <summary>A benchmark that measures a checkout from outside, through its scripts and programs, and so works for commits that lack it.</summary>
interface ICheckoutCase : IBenchmarkCase
{
    /// <param name="report">Takes the rows.</param>
    /// <param name="checkout">Root of a checkout whose benchmark program is built.</param>
    Task RunAsync(Report report, string checkout);
}
