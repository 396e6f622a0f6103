namespace AssetFunctions.Benchmarks;

/// <summary>The command line: <c>NAME [DIRECTORY] [--baseline CHECKOUT | --checkout CHECKOUT]</c>.</summary>
/// <param name="Name">Case to run.</param>
/// <param name="Directory">Takes the JSON file.</param>
/// <param name="Baseline">Built checkout to compare with, or null.</param>
/// <param name="Checkout">Built checkout to measure in place of the own one, or null.</param>
sealed record Arguments(string Name, string Directory, string? Baseline, string? Checkout)
{
    public const string BaselineOption = "--baseline";
    public const string CheckoutOption = "--checkout";

    const string DefaultDirectory = "artifacts/bench";

    /// <summary>The arguments, or null where they make no command.</summary>
    public static Arguments? Parse(string[] args) => args switch
    {
        [{ Length: > 0 } name] => new Arguments(name, DefaultDirectory, null, null),
        [{ Length: > 0 } name, var directory] => new Arguments(name, directory, null, null),
        [{ Length: > 0 } name, var directory, BaselineOption, var baseline] => new Arguments(name, directory, baseline, null),
        [{ Length: > 0 } name, var directory, CheckoutOption, var checkout] => new Arguments(name, directory, null, checkout),
        _ => null,
    };
}
