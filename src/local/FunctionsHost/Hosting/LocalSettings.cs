using System.Text.Json;

namespace AssetFunctions.Local.FunctionsHost.Hosting;

/// <summary>local.settings.json, read as the Core Tools read it.</summary>
sealed class LocalSettings
{
    const string FileName = "local.settings.json";

    static readonly JsonDocumentOptions Json = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    LocalSettings()
    {
    }

    public int? Port { get; private set; }

    /// <summary>Origins that may call the HTTP functions from a browser; <c>*</c> stands for all.</summary>
    public IReadOnlyList<string> CorsOrigins { get; private set; } = [];

    public bool CorsCredentials { get; private set; }

    /// <summary>Reads the file of the app's folder, else of the current directory. Without a file everything is unset.</summary>
    /// <exception cref="HostException">The file cannot be used.</exception>
    public static LocalSettings Load(string appDirectory)
    {
        var settings = new LocalSettings();
        var path = new[] { appDirectory, Directory.GetCurrentDirectory() }
            .Select(directory => Path.Combine(directory, FileName))
            .FirstOrDefault(File.Exists);
        if (path is null)
        {
            return settings;
        }

        try
        {
            using var document = JsonDocument.Parse(File.ReadAllText(path), Json);
            settings.Read(document.RootElement, path);
            return settings;
        }
        catch (Exception ex) when (ex is JsonException or InvalidOperationException or FormatException)
        {
            throw new HostException($"{path} is not valid: {ex.Message}", ex);
        }
    }

    /// <summary>Makes the values environment variables of this process, and so of the worker. A variable that is already set wins.</summary>
    public void AddToEnvironment()
    {
        foreach (var (name, value) in _values)
        {
            if (Environment.GetEnvironmentVariable(name) is null)
            {
                Environment.SetEnvironmentVariable(name, value);
            }
        }
    }

    void Read(JsonElement root, string path)
    {
        if (root.TryGetProperty("IsEncrypted", out var encrypted) && encrypted.ValueKind is JsonValueKind.True)
        {
            throw new HostException($"{path} is encrypted; decrypt it with 'func settings decrypt' first.");
        }

        if (root.TryGetProperty("Values", out var values))
        {
            foreach (var setting in values.EnumerateObject())
            {
                _values[setting.Name] = setting.Value.ToString();
            }
        }

        if (root.TryGetProperty("Host", out var host))
        {
            Port = host.TryGetProperty("LocalHttpPort", out var port) ? int.Parse(port.ToString()) : null;
            CorsOrigins = host.TryGetProperty("CORS", out var origins)
                ? origins.ToString().Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                : [];
            CorsCredentials = host.TryGetProperty("CORSCredentials", out var credentials) && credentials.ValueKind is JsonValueKind.True;
        }
    }
}
