using System.Text.Json;

namespace AssetFunctions.Local.FunctionsHost.Worker;

/// <summary>A trigger, input or output of a function, as its worker describes it.</summary>
sealed class FunctionBinding(JsonElement json)
{
    /// <summary>Binding types that this host supports.</summary>
    public const string HttpTrigger = "httpTrigger";
    public const string QueueTrigger = "queueTrigger";
    public const string TimerTrigger = "timerTrigger";
    public const string Queue = "queue";
    public const string Http = "http";

    public string Name { get; } = json.GetProperty("name").GetString()!;

    public string Type { get; } = json.GetProperty("type").GetString()!;

    public bool Is(string type) => Type.Equals(type, StringComparison.OrdinalIgnoreCase);

    public string? Text(string property) => json.TryGetProperty(property, out var value) ? value.ToString() : null;

    public bool Flag(string property, bool otherwise = false) => Text(property) is { } text ? bool.Parse(text) : otherwise;

    public IEnumerable<string> Texts(string property)
        => json.TryGetProperty(property, out var values) ? values.EnumerateArray().Select(value => value.ToString()) : [];

    /// <summary>Whether the worker takes the raw data of the trigger and converts it itself.</summary>
    public bool SupportsDeferredBinding
        => json.TryGetProperty("properties", out var properties)
            && properties.EnumerateObject().Any(property =>
                property.Name.Equals("supportsDeferredBinding", StringComparison.OrdinalIgnoreCase) && bool.Parse(property.Value.ToString()));
}

/// <summary>A function of the worker.</summary>
sealed class WorkerFunction
{
    public WorkerFunction(FunctionMetadata metadata)
    {
        Metadata = metadata;
        var bindings = metadata.RawBindings.Select(text => new FunctionBinding(JsonElement.Parse(text))).ToList();
        Trigger = bindings.First(binding => binding.Type.EndsWith("Trigger", StringComparison.OrdinalIgnoreCase));
        Others = [.. bindings.Where(binding => binding != Trigger)];
    }

    public string Name => Metadata.Name;

    /// <summary>Metadata from the worker, sent back to it when the function is loaded.</summary>
    public FunctionMetadata Metadata { get; }

    public FunctionBinding Trigger { get; }

    public IReadOnlyList<FunctionBinding> Others { get; }

    public IEnumerable<FunctionBinding> QueueOutputs => Others.Where(binding => binding.Is(FunctionBinding.Queue));

    public bool IsHttp => Trigger.Is(FunctionBinding.HttpTrigger);
}
