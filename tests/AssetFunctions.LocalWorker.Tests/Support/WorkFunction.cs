using Microsoft.Azure.Functions.Worker;

namespace AssetFunctions.LocalWorker.Tests.Support;

/// <summary>Takes text from one queue and sends on what its probe says.</summary>
public sealed class WorkFunction(Probe probe)
{
    [Function("Work")]
    [QueueOutput("%Output%")]
    public Task<string?> RunAsync([QueueTrigger("%Input%")] string text, FunctionContext context)
        => probe.RunAsync(text, context);
}

/// <summary>Sends the id of its process once a second.</summary>
public sealed class PulseFunction
{
    [Function("Pulse")]
    [QueueOutput("%Output%")]
    public string Run([TimerTrigger("* * * * * *")] TimerInfo timer) => $"{Environment.ProcessId}";
}

/// <summary>Runs its probe on a schedule.</summary>
public sealed class TickFunction(Probe probe)
{
    [Function("Tick")]
    public Task RunAsync([TimerTrigger("%Schedule%")] TimerInfo timer, FunctionContext context)
        => probe.RunAsync(timer.IsPastDue ? "late" : "on time", context);
}
