namespace Microsoft.Azure.Functions.Worker;

/// <summary>
/// Sends a method's return value, or a property of the returned object, to a storage queue once the function has
/// succeeded. A string is sent as it is, any other object as JSON, an array as one message for each element; null or
/// empty sends nothing.
/// </summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property)]
public sealed class QueueOutputAttribute(string queueName) : Attribute
{
    /// <summary>The name of the queue; <c>%Setting%</c> takes it from a setting.</summary>
    public string QueueName { get; } = queueName;

    /// <summary>The name of the setting that holds the connection string; null means <c>AzureWebJobsStorage</c>.</summary>
    public string? Connection { get; set; }
}
