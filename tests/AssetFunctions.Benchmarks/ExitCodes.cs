namespace AssetFunctions.Benchmarks;

/// <summary>How the program ends.</summary>
static class ExitCodes
{
    public const int Holds = 0;

    /// <summary>A row misses its target.</summary>
    public const int Misses = 1;

    /// <summary>There is no such case or option.</summary>
    public const int WrongArguments = 2;

    /// <summary>A case could not be measured.</summary>
    public const int Failed = 3;
}
