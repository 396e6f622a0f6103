using System.Text.Json;

namespace AssetFunctions.LocalWorker.Hosting;

/// <summary>
/// local.settings.json, whose <c>Values</c> become environment variables as the Core Tools make them; a variable that
/// is already set wins.
/// </summary>
static class LocalSettings
{
    public const string FileName = "local.settings.json";

    static readonly JsonDocumentOptions Json = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
    };

    /// <exception cref="WorkerStartupException">The file is encrypted or not JSON.</exception>
    public static void AddToEnvironment()
    {
        var path = Find([AppContext.BaseDirectory, Directory.GetCurrentDirectory()]);
        if (path is null)
        {
            return;
        }

        foreach (var (name, value) in Read(path))
        {
            if (Environment.GetEnvironmentVariable(name) is null)
            {
                Environment.SetEnvironmentVariable(name, value);
            }
        }
    }

    internal static string? Find(IEnumerable<string> directories)
        => directories.Select(directory => Path.Combine(directory, FileName)).FirstOrDefault(File.Exists);

    internal static IReadOnlyDictionary<string, string> Read(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllText(path), Json);
            return Read(document.RootElement, path);
        }
        catch (JsonException e)
        {
            throw new WorkerStartupException($"{path} is not valid JSON: {e.Message}", e);
        }
    }

    static Dictionary<string, string> Read(JsonElement root, string path)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        if (root.ValueKind is not JsonValueKind.Object)
        {
            throw new WorkerStartupException($"{path} must hold a JSON object with a section 'Values'.");
        }

        if (root.TryGetProperty("IsEncrypted", out var encrypted) && encrypted.ValueKind is JsonValueKind.True)
        {
            throw new WorkerStartupException($"{path} is encrypted; decrypt it, or set 'IsEncrypted' to false.");
        }

        if (root.TryGetProperty("Values", out var section) && section.ValueKind is JsonValueKind.Object)
        {
            foreach (var setting in section.EnumerateObject())
            {
                values[setting.Name] = setting.Value.ToString();
            }
        }

        if (root.TryGetProperty("Host", out var host)
            && host.ValueKind is JsonValueKind.Object
            && host.TryGetProperty("LocalHttpPort", out var port))
        {
            values[PortSetting] = port.ToString();
        }

        return values;
    }

    /// <summary>The port of the <c>Host</c> section, as a setting.</summary>
    internal const string PortSetting = "AzureFunctionsLocal__Port";
}
