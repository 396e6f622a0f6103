namespace AssetFunctions.Cli.Commands;

/// <summary>Exit codes of the program.</summary>
static class ExitCodes
{
    public const int Good = 0;

    /// <summary>The request was made, but its result is not good: a run did not complete, or something does not exist.</summary>
    public const int Bad = 1;

    /// <summary>No request could be made: the input is invalid, the deployment cannot be reached, or a file cannot be written.</summary>
    public const int NotStarted = 2;

    /// <summary>Interrupted by the user, as shells report it.</summary>
    public const int Interrupted = 130;
}
