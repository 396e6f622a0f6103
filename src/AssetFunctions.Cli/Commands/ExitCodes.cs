namespace AssetFunctions.Cli.Commands;

/// <summary>What the program tells the shell that called it.</summary>
static class ExitCodes
{
    public const int Good = 0;

    /// <summary>What was asked for was done or looked up, and the outcome is not good: a run that is not complete, a thing that is not there.</summary>
    public const int Bad = 1;

    /// <summary>Nothing could be asked: the input makes no sense, the deployment cannot be reached, or a file cannot be written.</summary>
    public const int NotStarted = 2;

    /// <summary>Ended by hand, as a shell reports it.</summary>
    public const int Interrupted = 130;
}
