namespace AssetFunctions.LocalWorker.Hosting;

/// <summary>Every default of the worker that host.json does not hold.</summary>
static class WorkerConstants
{
    public const string StorageSetting = "AzureWebJobsStorage";
    public const string HostIdSetting = "AzureFunctionsWebHost:hostid";
    public const string PoisonSuffix = "-poison";
    public const string DefaultUrl = "http://127.0.0.1:7071";

    public static readonly TimeSpan MessageLease = TimeSpan.FromMinutes(10);
    public static readonly TimeSpan TimerLease = TimeSpan.FromSeconds(15);
    public static readonly TimeSpan TimerTakeover = TimeSpan.FromSeconds(5);
    public static readonly TimeSpan DrainPeriod = TimeSpan.FromSeconds(30);

    /// <summary>How long a function that outlasted the drain period may take to react to its cancellation.</summary>
    public static readonly TimeSpan AbortPeriod = TimeSpan.FromSeconds(5);

    /// <summary>The shortest idle wait of a queue.</summary>
    public static readonly TimeSpan MinPollingInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>How long the first answer of a storage endpoint may take.</summary>
    public static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(5);

    public static string DataDirectory => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData) is { Length: > 0 } home
            ? home
            : Path.GetTempPath(),
        "AzureFunctionsLocal");
}
