using AssetFunctions.Local.Providers.Simulation;

namespace AssetFunctions.Local.Stack;

/// <summary>Where positions come from in a local run.</summary>
/// <param name="ApiKey">Key of the live provider, or null for the simulator with the sample pages.</param>
/// <param name="BaseAddress">Address of the live provider, or null for its default.</param>
sealed record ProviderChoice(string? ApiKey, string? BaseAddress)
{
    public bool IsLive => ApiKey is not null;
}

/// <summary>How the stack is set up.</summary>
/// <param name="Instances">Instances of the function app that each run all functions.</param>
/// <param name="KeepQueues">Whether queued messages outlive the stack.</param>
/// <param name="Provider">Where positions come from.</param>
/// <param name="ScheduledWallets">Wallets that will be registered; without any the timer does not tick.</param>
/// <param name="DataDirectory">Takes logs and kept data.</param>
sealed record StackOptions(int Instances, bool KeepQueues, ProviderChoice Provider, IReadOnlyList<string> ScheduledWallets, string DataDirectory)
{
    /// <summary>Program of the function app, or null for the one that is built beside this program.</summary>
    public string? FunctionApp { get; init; }

    /// <summary>Whether one instance for each group of functions takes the place of those that run all.</summary>
    public bool IsFlex { get; init; }

    /// <summary>Whether an instance of its own serves those who follow runs, so that the database counts their reads apart.</summary>
    public bool HasObserver { get; init; }

    /// <summary>Whether the database outlives the stack.</summary>
    public bool KeepDatabase { get; init; } = true;

    /// <summary>Whether the database runs in a process of its own, which can be killed; it is kept then.</summary>
    public bool HasDatabaseProcess { get; init; }

    /// <summary>Whether the usual ports are taken where they are free, so that tools find the stack.</summary>
    public bool UseUsualPorts { get; init; } = true;

    /// <summary>Quota of the provider simulator.</summary>
    public SimulatedQuota Quota { get; init; } = new();

    /// <summary>How long the message of a killed instance stays invisible (whole seconds), or null for the ten minutes of the engine.</summary>
    public TimeSpan? MessageLease { get; init; }

    /// <summary>Settings of the function apps beyond those the stack needs itself, as environment variables.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Receives each line that a function app logs, or null.</summary>
    public Action<string>? OnLine { get; init; }

    public bool SharesRedis => IsFlex || Instances > 1;
}
