using System.Text.Json;

namespace AssetFunctions.Local.FunctionsHost.Hosting;

/// <summary>A built worker app on disk.</summary>
/// <param name="Directory">Its folder, which holds host.json.</param>
/// <param name="Path">The dll to start.</param>
sealed record WorkerApp(string Directory, string Path)
{
    const string WorkerConfig = "worker.config.json";
    const string RuntimeConfigSuffix = ".runtimeconfig.json";

    /// <exception cref="HostException">There is no worker app at the path.</exception>
    public static WorkerApp Find(string path)
    {
        path = System.IO.Path.GetFullPath(path);
        if (!System.IO.Directory.Exists(path))
        {
            return Existing(path);
        }

        var config = System.IO.Path.Combine(path, WorkerConfig);
        if (File.Exists(config))
        {
            return Existing(System.IO.Path.Combine(path, ReadWorkerPath(config)));
        }

        return System.IO.Directory.GetFiles(path, $"*{RuntimeConfigSuffix}") switch
        {
            [var runtime] => Existing(runtime[..^RuntimeConfigSuffix.Length] + ".dll"),
            [] => throw new HostException($"{path} holds no worker app: it has neither {WorkerConfig} nor a *{RuntimeConfigSuffix}. Build the app first."),
            _ => throw new HostException($"{path} holds several programs; give the dll of the worker app as --app."),
        };
    }

    static WorkerApp Existing(string path)
        => File.Exists(path)
            ? new WorkerApp(System.IO.Path.GetDirectoryName(path)!, path)
            : throw new HostException($"The worker app {path} does not exist. Build the app first.");

    static string ReadWorkerPath(string config)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllText(config));
            return document.RootElement.GetProperty("description").GetProperty("defaultWorkerPath").GetString()!;
        }
        catch (Exception ex) when (ex is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new HostException($"{config} does not name the worker in description.defaultWorkerPath.", ex);
        }
    }
}
