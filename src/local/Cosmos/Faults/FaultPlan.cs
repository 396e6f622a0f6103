using System.Text.Json;
using System.Text.Json.Serialization;
using AssetFunctions.Local.Cosmos.Http;
using AssetFunctions.Local.Cosmos.Metering;

namespace AssetFunctions.Local.Cosmos.Faults;

/// <summary>
/// The JSON form of all faults: rules, throughput limits in request units per second by container, and a seed for the
/// randomness.
/// </summary>
sealed record FaultPlan(IReadOnlyList<FaultPlanRule>? Rules, IReadOnlyDictionary<string, double>? Throughput, int? Seed)
{
    public static FaultPlan Of(FaultInjector faults) =>
        new([.. faults.Rules.Select(FaultPlanRule.Of)], faults.ThroughputCaps, null);

    /// <exception cref="RequestRefusedException">400 when the JSON is not a valid plan.</exception>
    public static FaultPlan Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            var plan = JsonSerializer.Deserialize(json, FaultPlanJson.Default.FaultPlan) ?? new FaultPlan(null, null, null);
            var isValid = plan.Throughput?.Values.All(units => units > 0) != false
                && plan.Rules?.All(rule => rule is { Probability: >= 0 and <= 1, Count: null or >= 0, Skip: >= 0, RetryAfterMs: >= 0, LatencyMs: >= 0 and < 3_600_000 }) != false;
            return isValid ? plan : throw RequestRefusedException.BadRequest("Probabilities must be between 0 and 1, counts and times not negative, and throughput positive.");
        }
        catch (JsonException e)
        {
            throw RequestRefusedException.BadRequest("The faults are not valid: " + e.Message);
        }
    }

    public void ApplyTo(FaultInjector faults)
    {
        faults.Clear();
        if (Seed is { } seed)
        {
            faults.Seed(seed);
        }

        foreach (var rule in Rules ?? [])
        {
            faults.Add(rule.ToRule());
        }

        foreach (var (container, units) in Throughput ?? new Dictionary<string, double>(StringComparer.Ordinal))
        {
            faults.CapThroughput(container, units);
        }
    }

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, FaultPlanJson.Default.FaultPlan);
}

/// <summary>The JSON form of a <see cref="FaultRule"/>; times in milliseconds.</summary>
sealed record FaultPlanRule
{
    public required FaultAction Action { get; init; }

    public OperationType? Operation { get; init; }

    public string? Container { get; init; }

    // Settable, not init-only: where the JSON lacks an init-only property, the generated reader sets the default of its type.
    public double Probability { get; set; } = 1;

    public int? Count { get; init; }

    public int Skip { get; init; }

    public double RetryAfterMs { get; set; } = 10;

    public double LatencyMs { get; init; }

    public int SubStatus { get; init; }

    public static FaultPlanRule Of(FaultRule rule) => new()
    {
        Action = rule.Action,
        Operation = rule.Operation,
        Container = rule.Container,
        Probability = rule.Probability,
        Count = rule.Count,
        Skip = rule.Skip,
        RetryAfterMs = rule.RetryAfter.TotalMilliseconds,
        LatencyMs = rule.Latency.TotalMilliseconds,
        SubStatus = rule.SubStatus,
    };

    public FaultRule ToRule() => new()
    {
        Action = Action,
        Operation = Operation,
        Container = Container,
        Probability = Probability,
        Count = Count,
        Skip = Skip,
        RetryAfter = TimeSpan.FromMilliseconds(RetryAfterMs),
        Latency = TimeSpan.FromMilliseconds(LatencyMs),
        SubStatus = SubStatus,
    };
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(FaultPlan))]
sealed partial class FaultPlanJson : JsonSerializerContext;
