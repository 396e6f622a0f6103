using Microsoft.Azure.Functions.Worker;

namespace AssetFunctions.Testing.Worker;

/// <summary>A timer that reports each run to a queue.</summary>
public sealed class TimerFunctions
{
    [Function("Tick")]
    [QueueOutput("%Output%")]
    public string Tick([TimerTrigger("%Schedule%")] TimerInfo timer)
        => $"{Environment.GetEnvironmentVariable("Instance")} {(timer.IsPastDue ? "late" : "on time")}";
}
