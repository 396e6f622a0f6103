using System.ComponentModel.DataAnnotations;

namespace AssetFunctions.Sync.Providers;

/// <summary>Defaults of the choice of position providers.</summary>
public static class ProvidersDefaults
{
    public const string Zerion = "zerion";
    public const string Alchemy = "alchemy";
    public const string Order = Zerion;

    /// <summary>Names of all position providers.</summary>
    public static readonly IReadOnlyList<string> Known = [Zerion, Alchemy];

    /// <summary>In seconds. A shorter wait is better than leaving the best provider.</summary>
    public const int MaxThrottleSeconds = 60;
}

/// <summary>Settings of the choice of position providers, section <c>Sync:Providers</c>.</summary>
public sealed class ProvidersOptions : IValidatableObject
{
    public const string Section = "Sync:Providers";

    /// <summary>Names of the providers in the order in which they are called, separated by commas. Default: <c>zerion</c>.</summary>
    public string Order { get; set; } = ProvidersDefaults.Order;

    /// <summary>The next provider is called when one is out of quota for longer than this, in seconds. Default 60.</summary>
    [Range(0, 31 * 24 * 60 * 60)]
    public int MaxThrottleSeconds { get; set; } = ProvidersDefaults.MaxThrottleSeconds;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var names = Names(Order);
        return names.Count > 0 && names.All(ProvidersDefaults.Known.Contains) && names.Distinct().Count() == names.Count
            ? []
            : [new ValidationResult($"{Section}:{nameof(Order)} is \"{Order}\"; it must name providers, each once, separated by commas. There are {string.Join(" and ", ProvidersDefaults.Known)}.")];
    }

    /// <summary>Splits a list into names in lower case.</summary>
    public static IReadOnlyList<string> Names(string? order) =>
        [.. (order ?? string.Empty).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(name => name.ToLowerInvariant())];
}
