using System.Text.Json;

namespace AssetFunctions.Local.FunctionsHost.Hosting;

/// <summary>
/// The settings of host and engine: host.json below <see cref="Section"/>, then the environment, so that a variable
/// like <c>AzureFunctionsJobHost__extensions__queues__batchSize</c> overrides the file as it does in the cloud.
/// </summary>
static class HostConfiguration
{
    const string Section = "AzureFunctionsJobHost";

    // Noise of the engine: a warning for each probe of a queue that does not exist yet, a summary every 30 seconds,
    // a second report of every failure, and errors that end the host anyway.
    static readonly (string Category, string Level)[] Quiet =
    [
        ("Azure", "Error"),
        ("Grpc", "Warning"),
        ("Host", "Warning"),
        ("Host.Results", "None"),
        ("Microsoft", "Warning"),
        ("Microsoft.AspNetCore.DataProtection", "Error"),
        ("Microsoft.Extensions.Hosting", "None"),
        ("Yarp", "Error"),
    ];

    /// <exception cref="HostException">host.json is missing or not JSON.</exception>
    public static IConfiguration Load(string appDirectory)
    {
        var settings = Quiet.ToDictionary(
            level => $"{Section}:logging:logLevel:{level.Category}", string? (level) => level.Level, StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in ReadJson(Path.Combine(appDirectory, "host.json")).AsEnumerable())
        {
            settings[$"{Section}:{key}"] = value;
        }

        settings["AzureWebJobsConfigurationSection"] = Section;
        return new ConfigurationBuilder().AddInMemoryCollection(settings).AddEnvironmentVariables().Build();
    }

    /// <exception cref="HostException">The file is missing or not JSON.</exception>
    public static IConfiguration ReadJson(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            return new ConfigurationBuilder().AddJsonStream(file).Build();
        }
        catch (FileNotFoundException ex)
        {
            throw new HostException($"{path} does not exist.", ex);
        }
        catch (Exception ex) when (ex is JsonException or FormatException)
        {
            throw new HostException($"{path} is not valid JSON: {ex.Message}", ex);
        }
    }

    public static IConfigurationSection GetHostSection(this IConfiguration configuration, string key) => configuration.GetSection($"{Section}:{key}");
}
