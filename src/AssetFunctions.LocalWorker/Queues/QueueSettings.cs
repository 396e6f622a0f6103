using System.Globalization;
using AssetFunctions.LocalWorker.Hosting;
using Microsoft.Extensions.Configuration;

namespace AssetFunctions.LocalWorker.Queues;

/// <summary>How messages travel: as text, or as base64 of their bytes.</summary>
enum MessageEncoding
{
    Base64,
    None,
}

/// <summary>The section <c>extensions.queues</c> of host.json, with the host's defaults.</summary>
sealed record QueueSettings
{
    public const int MaxBatchSize = 32;

    const int DefaultBatchSize = 16;
    const int DefaultMaxDequeueCount = 5;

    /// <summary>How many messages one request fetches, 1 to 32.</summary>
    public int BatchSize { get; init; } = DefaultBatchSize;

    /// <summary>
    /// How few functions must be left running before the next batch is fetched. An instance therefore runs at most
    /// batch size plus this number at once. Half the batch size, as on an instance of one core.
    /// </summary>
    public int NewBatchThreshold { get; init; } = DefaultBatchSize / 2;

    /// <summary>The longest idle wait.</summary>
    public TimeSpan MaxPollingInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a failed message stays invisible.</summary>
    public TimeSpan VisibilityTimeout { get; init; } = TimeSpan.Zero;

    /// <summary>The attempt after whose failure a message goes to the poison queue.</summary>
    public int MaxDequeueCount { get; init; } = DefaultMaxDequeueCount;

    public MessageEncoding Encoding { get; init; } = MessageEncoding.Base64;

    /// <exception cref="WorkerStartupException">A value cannot be read or is out of range.</exception>
    public static QueueSettings Read(IConfiguration section)
    {
        var batchSize = Integer(section, "batchSize", DefaultBatchSize, 1, MaxBatchSize);
        return new QueueSettings
        {
            BatchSize = batchSize,
            NewBatchThreshold = Integer(section, "newBatchThreshold", batchSize / 2, 0, int.MaxValue),
            MaxPollingInterval = Time(
                section, "maxPollingInterval", TimeSpan.FromMinutes(1), WorkerConstants.MinPollingInterval),
            VisibilityTimeout = Time(section, "visibilityTimeout", TimeSpan.Zero, TimeSpan.Zero),
            MaxDequeueCount = Integer(section, "maxDequeueCount", DefaultMaxDequeueCount, 1, int.MaxValue),
            Encoding = section["messageEncoding"]?.ToUpperInvariant() switch
            {
                null or "BASE64" => MessageEncoding.Base64,
                "NONE" => MessageEncoding.None,
                _ => throw Invalid(section, "messageEncoding", "must be 'base64' or 'none'"),
            },
        };
    }

    static int Integer(IConfiguration section, string name, int fallback, int min, int max)
    {
        if (section[name] is not { } text)
        {
            return fallback;
        }

        return int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value)
            && value >= min
            && value <= max
            ? value
            : throw Invalid(section, name, $"must be a whole number from {min} to {max}");
    }

    static TimeSpan Time(IConfiguration section, string name, TimeSpan fallback, TimeSpan min)
    {
        if (section[name] is not { } text)
        {
            return fallback;
        }

        return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var value) && value >= min
            ? value
            : throw Invalid(section, name, $"must be a time of the form hh:mm:ss, at least {min}");
    }

    static WorkerStartupException Invalid(IConfiguration section, string name, string rule)
        => new($"host.json: extensions.queues.{name} is '{section[name]}', but {rule}.");
}
