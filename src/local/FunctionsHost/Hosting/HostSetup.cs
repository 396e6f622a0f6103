using System.Text.Json;

namespace AssetFunctions.Local.FunctionsHost.Hosting;

/// <summary>The command line.</summary>
/// <param name="App">Folder or dll of the built worker app.</param>
/// <param name="Port">Port of the HTTP functions; null takes it from local.settings.json.</param>
/// <param name="Functions">Functions to run; empty runs all.</param>
/// <param name="MessageLease">How long a received message stays invisible; null leaves the engine's ten minutes.</param>
/// <param name="List">Print the functions instead of running them.</param>
sealed record HostOptions(string App, int? Port, IReadOnlyList<string> Functions, TimeSpan? MessageLease, bool List);

/// <summary>The inputs of the host: command line, app folder, host.json, local.settings.json, environment.</summary>
sealed record HostSetup(HostOptions Options, WorkerApp App, IConfiguration Configuration, int Port, IReadOnlyList<string> CorsOrigins, bool CorsCredentials)
{
    const int DefaultPort = 7071;

    /// <summary>First segment of every route.</summary>
    public string RoutePrefix => (Configuration.GetHostSection("extensions:http:routePrefix").Value ?? "api").Trim('/');

    /// <exception cref="HostException">One of the files is missing or not valid.</exception>
    public static HostSetup Load(HostOptions options)
    {
        var app = WorkerApp.Find(options.App);
        var local = LocalSettings.Load(app.Directory);
        local.AddToEnvironment();
        var configuration = HostConfiguration.Load(app.Directory);

        // Without local.settings.json, the platform's own settings apply.
        var origins = OriginsOf(configuration["CORS_ALLOWED_ORIGINS"]);
        return new HostSetup(
            options,
            app,
            configuration,
            options.Port ?? local.Port ?? DefaultPort,
            local.CorsOrigins is { Count: > 0 } own ? own : origins,
            local.CorsCredentials || configuration.GetValue<bool>("CORS_SUPPORT_CREDENTIALS"));
    }

    static string[] OriginsOf(string? json)
    {
        try
        {
            return string.IsNullOrWhiteSpace(json) ? [] : JsonSerializer.Deserialize<string[]>(json) ?? [];
        }
        catch (JsonException ex)
        {
            throw new HostException("CORS_ALLOWED_ORIGINS must be a JSON array of origins, such as [\"http://localhost:5173\"].", ex);
        }
    }
}
