namespace AssetFunctions.Local.Stack.Commands;

/// <summary>Settings of the main job from the command line.</summary>
/// <param name="Once">End when every wallet has been synced.</param>
/// <param name="Instances">Function app processes.</param>
/// <param name="Fresh">Start with an empty database.</param>
/// <param name="Addresses">Wallets to sync live; none means the sample wallets.</param>
/// <param name="TimeoutSeconds">How long the runs may take with <paramref name="Once"/>.</param>
sealed record RunSettings(bool Once, int Instances, bool Fresh, IReadOnlyList<string> Addresses, int TimeoutSeconds)
{
    /// <summary>Whether the runs fetch the transactions of the wallets too.</summary>
    public bool Transactions { get; init; }

    /// <summary>Whether every group of functions has a process of its own, as on Flex Consumption.</summary>
    public bool Flex { get; init; }

    /// <summary>Whether each phase reports its work on each chunk.</summary>
    public bool Verbose { get; init; }

    /// <summary>Whether the result is printed as one JSON document and nothing else is shown.</summary>
    public bool Json { get; init; }
}
