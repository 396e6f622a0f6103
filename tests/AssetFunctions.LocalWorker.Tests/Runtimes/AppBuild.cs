using System.Diagnostics;
using System.Text.Json;
using AssetFunctions.Testing;

namespace AssetFunctions.LocalWorker.Tests.Runtimes;

/// <summary>What MSBuild makes of the app's project for one of the two runtimes, without a restore.</summary>
sealed class AppBuild : IDisposable
{
    readonly JsonDocument _evaluation;

    AppBuild(JsonDocument evaluation) => _evaluation = evaluation;

    public static async Task<AppBuild> EvaluateAsync(string hostRuntime)
    {
        var start = new ProcessStartInfo("dotnet",
        [
            "msbuild", Path.Combine(Repository.Root, "src", "AssetFunctions", "AssetFunctions.csproj"),
            $"-p:HostRuntime={hostRuntime}", "-nodeReuse:false",
            "-getProperty:OutputType,AzureFunctionsVersion,RuntimeIdentifier,SelfContained,PublishReadyToRun,TieredPGO",
            "-getItem:PackageReference,PackageVersion,ProjectReference,FrameworkReference,None,Compile",
        ])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // The test runner's own MSBuild settings must not reach this one.
        start.Environment.Remove("MSBuildSDKsPath");
        start.Environment.Remove("MSBUILD_EXE_PATH");
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await output + await errors);
        return new AppBuild(JsonDocument.Parse(await output));
    }

    public string Property(string name) => _evaluation.RootElement.GetProperty("Properties").GetProperty(name).GetString()!;

    public IReadOnlyList<string> Names(string item) => [.. Items(item).Select(each => Metadata(each, "Identity")!)];

    /// <summary>The value of an item's metadata; null when it has none.</summary>
    public string? Metadata(string item, string identity, string metadata)
        => Metadata(Items(item).Single(each => Metadata(each, "Identity") == identity), metadata);

    public void Dispose() => _evaluation.Dispose();

    JsonElement.ArrayEnumerator Items(string item)
        => _evaluation.RootElement.GetProperty("Items").GetProperty(item).EnumerateArray();

    static string? Metadata(JsonElement item, string name)
        => item.TryGetProperty(name, out var value) ? value.GetString() : null;
}
