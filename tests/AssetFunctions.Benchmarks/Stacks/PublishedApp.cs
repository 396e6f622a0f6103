using AssetFunctions.Local.Processes;
using AssetFunctions.Testing;

namespace AssetFunctions.Benchmarks.Stacks;

/// <summary>The function app as it is deployed, compiled ahead, in a folder of its own: for cases about memory and start-up, which differ from those of a build.</summary>
sealed class PublishedApp : IDisposable
{
    const string Program = "AssetFunctions.dll";

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("asset-functions-published-");

    PublishedApp()
    {
    }

    /// <summary>Its program.</summary>
    public string Path => System.IO.Path.Combine(_folder.FullName, Program);

    /// <exception cref="BenchmarkException">It cannot be published.</exception>
    public static async Task<PublishedApp> PublishAsync()
    {
        var app = new PublishedApp();
        var project = System.IO.Path.Combine(Repository.Root, "src", "AssetFunctions");
        var result = await new ProcessCommand(
            "dotnet", "publish", project, "-c", "Release", "-o", app._folder.FullName, "--nologo", "-v", "quiet", "--disable-build-servers").RunAsync();
        if (result.ExitCode == 0)
        {
            return app;
        }

        app.Dispose();
        throw new BenchmarkException($"{project} cannot be published: {result.Output}{result.Errors}");
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
