namespace AssetFunctions.Local.FunctionsHost.Hosting;

/// <summary>local.settings.json, read as the Core Tools read it.</summary>
sealed class LocalSettings(IConfiguration file)
{
    const string FileName = "local.settings.json";

    public int? Port => file.GetValue<int?>("Host:LocalHttpPort");

    /// <summary>Origins that may call the HTTP functions from a browser; <c>*</c> stands for all.</summary>
    public IReadOnlyList<string> CorsOrigins
        => (file["Host:CORS"] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public bool CorsCredentials => file.GetValue<bool>("Host:CORSCredentials");

    /// <summary>Reads the file in the app's folder, or else in the current directory. Without a file, everything is unset.</summary>
    /// <exception cref="HostException">The file is encrypted or not JSON.</exception>
    public static LocalSettings Load(string appDirectory)
    {
        string[] paths = [Path.Combine(appDirectory, FileName), Path.GetFullPath(FileName)];
        var path = paths.FirstOrDefault(File.Exists);
        var file = path is null ? new ConfigurationBuilder().Build() : HostConfiguration.ReadJson(path);
        return file.GetValue<bool>("IsEncrypted")
            ? throw new HostException($"{path} is encrypted; decrypt it with 'func settings decrypt' first.")
            : new LocalSettings(file);
    }

    /// <summary>Sets the values as environment variables of this process, which the worker inherits. A variable that is already set wins.</summary>
    public void AddToEnvironment()
    {
        foreach (var (name, value) in file.GetSection("Values").AsEnumerable(makePathsRelative: true))
        {
            if (value is not null && Environment.GetEnvironmentVariable(name) is null)
            {
                Environment.SetEnvironmentVariable(name, value);
            }
        }
    }
}
