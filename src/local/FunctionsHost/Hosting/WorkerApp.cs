namespace AssetFunctions.Local.FunctionsHost.Hosting;

/// <summary>A built worker app on disk.</summary>
/// <param name="Directory">Its folder, which holds host.json.</param>
/// <param name="Path">The dll to start.</param>
sealed record WorkerApp(string Directory, string Path)
{
    const string WorkerConfig = "worker.config.json";
    const string RuntimeConfig = ".runtimeconfig.json";

    /// <exception cref="HostException">There is no worker app at the path.</exception>
    public static WorkerApp Find(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        var dll = System.IO.Directory.Exists(full) ? FindIn(full) : full;
        return File.Exists(dll)
            ? new WorkerApp(System.IO.Path.GetDirectoryName(dll)!, dll)
            : throw new HostException($"The worker app {dll} does not exist. Build the app first.");
    }

    static string FindIn(string directory)
    {
        var config = System.IO.Path.Combine(directory, WorkerConfig);
        if (File.Exists(config) && HostConfiguration.ReadJson(config)["description:defaultWorkerPath"] is { } worker)
        {
            return System.IO.Path.Combine(directory, worker);
        }

        return System.IO.Directory.GetFiles(directory, $"*{RuntimeConfig}") is [var runtime]
            ? runtime[..^RuntimeConfig.Length] + ".dll"
            : throw new HostException($"{directory} contains no worker app, or several: it needs a {WorkerConfig} or one *{RuntimeConfig}. Build the app first.");
    }
}
