using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using AssetFunctions.Local.FunctionsHost.Tests.Support;

namespace AssetFunctions.Local.FunctionsHost.Tests.Hosting;

/// <summary>The host ends soon, with one sentence and an exit code, when it cannot run an app.</summary>
public sealed class RefusalTests : IDisposable
{
    const string NoStorage = "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=bm8=;"
        + "QueueEndpoint=http://127.0.0.1:1/devstoreaccount1;BlobEndpoint=http://127.0.0.1:1/devstoreaccount1;";

    // It takes two to three seconds on an idle machine; a host that waits for its worker would take thirty.
    static readonly TimeSpan Limit = TimeSpan.FromSeconds(25);

    readonly string _folder = Directory.CreateTempSubdirectory("app-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public Task Missing_app() => RefusedAsync("The worker app /nowhere does not exist. Build the app first.", ["--app", "/nowhere"]);

    [Fact]
    public Task Folder_without_an_app() => RefusedAsync($"{_folder} contains no worker app, or several: ", ["--app", _folder]);

    [Fact]
    public Task Unknown_option() => RefusedAsync("Unrecognized command or argument '--ports'.", ["--app", _folder, "--ports"]);

    [Fact]
    public async Task Broken_host_json()
    {
        await WriteAppAsync("host.json", """{ "version": """);
        await RefusedAsync($"{_folder}/host.json is not valid JSON: ", ["--app", _folder]);
    }

    [Fact]
    public async Task Missing_host_json()
    {
        await WriteAppAsync("other.json", "{}");
        await RefusedAsync($"{_folder}/host.json does not exist.", ["--app", _folder]);
    }

    [Fact]
    public async Task Encrypted_local_settings()
    {
        await WriteAppAsync("local.settings.json", """{ "IsEncrypted": true, "Values": { "A": "CfDJ8" } }""");
        await RefusedAsync($"{_folder}/local.settings.json is encrypted; ", ["--app", _folder]);
    }

    [Fact]
    public async Task Port_in_use()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        await RefusedAsync(
            $"Port {port} of 127.0.0.1 is in use; choose another with --port.", ["--app", HostProcess.Worker, "--port", $"{port}"]);
    }

    [Fact]
    public Task Unknown_function() => RefusedAsync(
        "--functions: the app has no function 'Werk'; its functions are Catch, Coins, Echo, Fail, ",
        ["--app", HostProcess.Worker, "--port", "0", "--functions", "Work,Werk"]);

    [Fact]
    public Task Unknown_trigger() => RefusedAsync(
        "Function Photos has the trigger blobTrigger; this host supports httpTrigger, queueTrigger, timerTrigger.",
        ["--app", HostProcess.Worker, "--port", "0"],
        ("Startup", "blob"));

    [Fact]
    public Task Worker_with_an_invalid_description_of_its_functions() => RefusedAsync(
        $"The worker {HostProcess.Worker}/AssetFunctions.Testing.Worker.dll could not start: ",
        ["--app", HostProcess.Worker, "--port", "0"],
        ("Startup", "nonsense"));

    [Fact]
    public Task Unreachable_storage() => RefusedAsync(
        "The storage account of AzureWebJobsStorage at 127.0.0.1:1 cannot be used: Connection refused",
        ["--app", HostProcess.Worker, "--port", "0", "--functions", "Echo"],
        ("AzureWebJobsStorage", NoStorage));

    [Fact]
    public Task Missing_storage() => RefusedAsync(
        "The setting AzureWebJobsStorage is missing; ",
        ["--app", HostProcess.Worker, "--port", "0", "--functions", "Echo"],
        ("AzureWebJobsStorage", null));

    [Fact]
    public Task App_that_refuses_its_settings() => RefusedAsync(
        "The setting 'Limit' must be between 1 and 10, but is 11.",
        ["--app", HostProcess.Worker, "--port", "0"],
        ("Startup", "refuse"));

    static async Task RefusedAsync(string sentence, string[] arguments, params (string Name, string? Value)[] settings)
    {
        var time = Stopwatch.StartNew();
        await using var host = HostProcess.Begin(arguments, settings);

        await host.EndAsync();

        Assert.Equal(1, host.Process.ExitCode);
        Assert.StartsWith(sentence, Assert.Single(host.Process.Errors), StringComparison.Ordinal);
        Assert.InRange(time.Elapsed, TimeSpan.Zero, Limit);
    }

    // The files that the host checks before it starts a worker.
    async Task WriteAppAsync(string file, string text)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "App.dll"), "");
        await File.WriteAllTextAsync(Path.Combine(_folder, "App.runtimeconfig.json"), "{}");
        await File.WriteAllTextAsync(Path.Combine(_folder, file), text);
    }
}
