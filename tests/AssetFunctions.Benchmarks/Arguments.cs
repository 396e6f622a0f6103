namespace AssetFunctions.Benchmarks;

/// <summary>The command line: <c>NAME [DIRECTORY] [--baseline CHECKOUT | --checkout CHECKOUT | --record]</c>.</summary>
/// <param name="Name">Case to run.</param>
/// <param name="Directory">Takes the JSON file.</param>
/// <param name="Baseline">Built checkout to compare with, or null.</param>
/// <param name="Checkout">Built checkout to measure in place of the own one, or null.</param>
/// <param name="IsRecorded">Whether the rows take the place of those in the benchmarks' page.</param>
sealed record Arguments(string Name, string Directory, string? Baseline = null, string? Checkout = null, bool IsRecorded = false)
{
    public const string BaselineOption = "--baseline";
    public const string CheckoutOption = "--checkout";

    const string RecordOption = "--record";
    const string DefaultDirectory = "artifacts/bench";

    /// <summary>The arguments, or null where they make no command.</summary>
    public static Arguments? Parse(string[] args) => args switch
    {
        [{ Length: > 0 } name] => new Arguments(name, DefaultDirectory),
        [{ Length: > 0 } name, var directory] => new Arguments(name, directory),
        [{ Length: > 0 } name, var directory, BaselineOption, var baseline] => new Arguments(name, directory, baseline),
        [{ Length: > 0 } name, var directory, RecordOption] => new Arguments(name, directory, IsRecorded: true),
        [{ Length: > 0 } name, var directory, CheckoutOption, var checkout] => new Arguments(name, directory, Checkout: checkout),
        _ => null,
    };
}
