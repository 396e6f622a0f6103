using System.Text.Json;

namespace AssetFunctions.Local.FunctionsHost.Hosting;

/// <summary>
/// The settings of host and engine: host.json below <see cref="Section"/>, then the environment, so that a variable
/// like <c>AzureFunctionsJobHost__extensions__queues__batchSize</c> overrides the file as it does in the cloud.
/// </summary>
static class HostConfiguration
{
    public const string Section = "AzureFunctionsJobHost";

    const string FileName = "host.json";

    // The engine's chatter: one warning for each look at a queue that does not exist yet, a summary every 30 seconds,
    // and every failure a second time.
    static readonly Dictionary<string, string?> QuietCategories = new(StringComparer.Ordinal)
    {
        ["Azure.Core"] = "Error",
        ["Azure.Identity"] = "Error",
        ["Host.Aggregator"] = "Warning",
        ["Host.Results"] = "None",
        ["Host.Startup"] = "Warning",
        ["Host.Singleton"] = "Warning",
        ["Host.Triggers"] = "Warning",
        ["Microsoft"] = "Warning",
        ["Microsoft.AspNetCore.DataProtection"] = "Error",
        ["Grpc"] = "Warning",
        ["Yarp"] = "Error",
    };

    /// <exception cref="HostException">host.json is missing or not JSON.</exception>
    public static IConfiguration Load(string appDirectory)
    {
        var path = Path.Combine(appDirectory, FileName);
        if (!File.Exists(path))
        {
            throw new HostException($"{path} does not exist.");
        }

        var settings = QuietCategories.ToDictionary(
            level => $"{Section}:logging:logLevel:{level.Key}", level => level.Value, StringComparer.OrdinalIgnoreCase);
        try
        {
            using var file = File.OpenRead(path);
            foreach (var (key, value) in new ConfigurationBuilder().AddJsonStream(file).Build().AsEnumerable())
            {
                settings[$"{Section}:{key}"] = value;
            }
        }
        catch (Exception ex) when (ex is JsonException or FormatException)
        {
            throw new HostException($"{path} is not valid JSON: {ex.Message}", ex);
        }

        settings["AzureWebJobsConfigurationSection"] = Section;
        return new ConfigurationBuilder().AddInMemoryCollection(settings).AddEnvironmentVariables().Build();
    }

    public static IConfigurationSection GetHostSection(this IConfiguration configuration, string key) => configuration.GetSection($"{Section}:{key}");

    /// <summary>Whether the setting <c>AzureWebJobs.NAME.Disabled</c> turns a function off.</summary>
    public static bool IsDisabled(this IConfiguration configuration, string function)
        => (configuration[$"AzureWebJobs.{function}.Disabled"] ?? configuration[$"AzureWebJobs:{function}:Disabled"]) is { } value
            && (value == "1" || value.Equals("true", StringComparison.OrdinalIgnoreCase));
}
