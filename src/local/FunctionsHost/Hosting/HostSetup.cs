using System.Text.Json;

namespace AssetFunctions.Local.FunctionsHost.Hosting;

/// <summary>Everything the host is told from outside: command line, app folder, host.json, local.settings.json, environment.</summary>
sealed record HostSetup(WorkerApp App, IConfiguration Configuration, HostOptions Options, int Port, IReadOnlyList<string> CorsOrigins, bool CorsCredentials)
{
    const int DefaultPort = 7071;

    // Names of the platform, for hosts that run without local.settings.json.
    const string OriginsSetting = "CORS_ALLOWED_ORIGINS";
    const string CredentialsSetting = "CORS_SUPPORT_CREDENTIALS";

    /// <exception cref="HostException">One of the files is missing or not valid.</exception>
    public static HostSetup Load(HostOptions options)
    {
        var app = WorkerApp.Find(options.App);
        var local = LocalSettings.Load(app.Directory);
        local.AddToEnvironment();
        var configuration = HostConfiguration.Load(app.Directory);
        return new HostSetup(
            app,
            configuration,
            options,
            options.Port ?? local.Port ?? DefaultPort,
            local.CorsOrigins is { Count: > 0 } origins ? origins : ReadOrigins(configuration[OriginsSetting]),
            local.CorsCredentials || configuration.GetValue<bool>(CredentialsSetting));
    }

    static string[] ReadOrigins(string? json)
    {
        try
        {
            return json is { Length: > 0 } ? JsonSerializer.Deserialize<string[]>(json)! : [];
        }
        catch (JsonException ex)
        {
            throw new HostException($"The setting {OriginsSetting} is no JSON array of origins.", ex);
        }
    }
}
