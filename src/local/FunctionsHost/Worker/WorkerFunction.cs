using System.Text.Json;
using AssetFunctions.Local.FunctionsHost.Rpc;

namespace AssetFunctions.Local.FunctionsHost.Worker;

/// <summary>An input or output of a function, as its worker describes it.</summary>
sealed record FunctionBinding(string Name, string Type, bool IsOutput, JsonElement Json)
{
    public static FunctionBinding Parse(string text)
    {
        using var document = JsonDocument.Parse(text);
        var json = document.RootElement.Clone();
        return new FunctionBinding(
            json.GetProperty("name").GetString()!,
            json.GetProperty("type").GetString()!,
            string.Equals(json.GetProperty("direction").GetString(), "out", StringComparison.OrdinalIgnoreCase),
            json);
    }

    public string? Text(string property) => Json.TryGetProperty(property, out var value) ? value.ToString() : null;

    public bool Flag(string property, bool otherwise = false)
        => Json.TryGetProperty(property, out var value) ? bool.Parse(value.ToString()) : otherwise;
}

/// <summary>A function of the worker.</summary>
sealed class WorkerFunction
{
    /// <summary>Trigger types that this host runs.</summary>
    public const string Http = "httpTrigger";
    public const string Queue = "queueTrigger";
    public const string Timer = "timerTrigger";

    public const string QueueOutput = "queue";
    public const string HttpOutput = "http";

    public WorkerFunction(FunctionMetadata metadata)
    {
        Metadata = metadata;
        var bindings = metadata.RawBindings.Select(FunctionBinding.Parse).ToList();
        Trigger = bindings.First(binding => binding.Type.EndsWith("Trigger", StringComparison.OrdinalIgnoreCase));
        Others = [.. bindings.Where(binding => binding != Trigger)];
    }

    public string Name => Metadata.Name;

    /// <summary>What the worker sent, and gets back when the function is loaded.</summary>
    public FunctionMetadata Metadata { get; }

    public FunctionBinding Trigger { get; }

    /// <summary>The bindings beside the trigger.</summary>
    public IReadOnlyList<FunctionBinding> Others { get; }

    public IEnumerable<FunctionBinding> QueueOutputs => Others.Where(binding => binding.Is(QueueOutput));

    public bool IsHttp => Trigger.Is(Http);
}

static class FunctionBindingExtensions
{
    public static bool Is(this FunctionBinding binding, string type) => string.Equals(binding.Type, type, StringComparison.OrdinalIgnoreCase);
}
