using AssetFunctions.Local.Providers.Simulation;

namespace AssetFunctions.Local.Stack;

/// <summary>The provider of a local run.</summary>
/// <param name="ApiKey">Key of the live provider, or null for the simulator with the sample pages.</param>
/// <param name="BaseAddress">Address of the live provider, or null for its default.</param>
sealed record ProviderChoice(string? ApiKey, string? BaseAddress)
{
    public bool IsLive => ApiKey is not null;
}

/// <summary>Settings of the local stack.</summary>
/// <param name="Instances">Instances of the function app that each run all functions.</param>
/// <param name="KeepQueues">Whether queued messages are kept after the stack stops.</param>
/// <param name="Provider">Provider of positions.</param>
/// <param name="ScheduledWallets">Wallets that will be registered; without any, the sync timer is idle.</param>
/// <param name="DataDirectory">Folder for logs and kept data.</param>
sealed record StackOptions(int Instances, bool KeepQueues, ProviderChoice Provider, IReadOnlyList<string> ScheduledWallets, string DataDirectory)
{
    /// <summary>Program of the function app, or null for the one built beside this program.</summary>
    public string? FunctionApp { get; init; }

    /// <summary>Whether to run one instance per group of functions instead of instances that run all.</summary>
    public bool IsFlex { get; init; }

    /// <summary>Whether to add an observer: an instance for following runs, whose reads the database counts separately.</summary>
    public bool HasObserver { get; init; }

    /// <summary>Whether the database is kept after the stack stops.</summary>
    public bool KeepDatabase { get; init; } = true;

    /// <summary>Whether the database runs in a process of its own, which can be killed. Its data is then always kept.</summary>
    public bool HasDatabaseProcess { get; init; }

    /// <summary>Whether to use the default ports where they are free, so that tools find the stack.</summary>
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
