using System.ComponentModel.DataAnnotations;

namespace AssetFunctions.Sync.Providers;

/// <summary>Defaults of the choice between sources of positions.</summary>
public static class ProvidersDefaults
{
    public const string Order = "zerion";

    /// <summary>Waiting this long costs less than leaving the best source.</summary>
    public const int MaxThrottleSeconds = 60;
}

/// <summary>Settings of the choice between sources of positions, section <c>Sync:Providers</c>.</summary>
public sealed class ProvidersOptions
{
    public const string Section = "Sync:Providers";

    /// <summary>Names of the sources in the order they are asked, separated by commas. Default: <c>zerion</c>.</summary>
    public string Order { get; set; } = ProvidersDefaults.Order;

    /// <summary>A source that is out of quota for longer than this gives way to the next one, in seconds. Default 60.</summary>
    [Range(0, 31 * 24 * 60 * 60)]
    public int MaxThrottleSeconds { get; set; } = ProvidersDefaults.MaxThrottleSeconds;

    /// <summary>The names in a list, in lower case.</summary>
    public static IReadOnlyList<string> Names(string? order) =>
        [.. (order ?? string.Empty).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(name => name.ToLowerInvariant())];
}
