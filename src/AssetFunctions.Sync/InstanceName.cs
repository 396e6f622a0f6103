namespace AssetFunctions.Sync;

/// <summary>Names this process among those of the app: statistics of one process say nothing about the others.</summary>
public static class InstanceName
{
    public static string Current { get; } = $"{Environment.MachineName.ToLowerInvariant()}-{Environment.ProcessId}";
}
