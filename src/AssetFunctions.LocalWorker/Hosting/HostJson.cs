using System.Text;
using AssetFunctions.LocalWorker.Queues;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;

namespace AssetFunctions.LocalWorker.Hosting;

/// <summary>The parts of host.json that the worker obeys.</summary>
sealed class HostJson
{
    public const string FileName = "host.json";

    const string DefaultRoutePrefix = "api";

    HostJson(IConfigurationRoot root)
    {
        Queues = QueueSettings.Read(root.GetSection("extensions:queues"));
        RoutePrefix = (root["extensions:http:routePrefix"] ?? DefaultRoutePrefix).Trim('/');
        LogLevels = new MemoryConfigurationSource
        {
            InitialData = root.GetSection("logging:logLevel")
                .AsEnumerable(makePathsRelative: true)
                .Select(level => KeyValuePair.Create($"Logging:LogLevel:{level.Key}", level.Value)),
        };
    }

    public QueueSettings Queues { get; }

    /// <summary>The first segment of every HTTP route; may be empty.</summary>
    public string RoutePrefix { get; }

    /// <summary>The levels of <c>logging.logLevel</c> under the names the logging framework reads.</summary>
    public MemoryConfigurationSource LogLevels { get; }

    /// <summary>Reads the given text, or the file beside the app; without either, the defaults hold.</summary>
    /// <exception cref="WorkerStartupException">It is not JSON, or a value is out of range.</exception>
    public static HostJson Load(string? text = null)
    {
        var path = Path.Combine(AppContext.BaseDirectory, FileName);
        text ??= File.Exists(path) ? File.ReadAllText(path) : "{}";
        try
        {
            using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
            return new HostJson(new ConfigurationBuilder().AddJsonStream(stream).Build());
        }
        catch (Exception e) when (e is FormatException or InvalidDataException or System.Text.Json.JsonException)
        {
            throw new WorkerStartupException($"{path} is not valid JSON: {e.Message}", e);
        }
    }
}
