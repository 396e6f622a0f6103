namespace Microsoft.Azure.Functions.Worker;

/// <summary>Runs the function once for each message of a storage queue; delivery is at least once and unordered.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class QueueTriggerAttribute(string queueName) : Attribute
{
    /// <summary>The name of the queue; <c>%Setting%</c> takes it from a setting.</summary>
    public string QueueName { get; } = queueName;

    /// <summary>The name of the setting that holds the connection string; null means <c>AzureWebJobsStorage</c>.</summary>
    public string? Connection { get; set; }
}
