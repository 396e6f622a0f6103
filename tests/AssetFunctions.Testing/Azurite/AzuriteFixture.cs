using System.Diagnostics;
using Xunit;

namespace AssetFunctions.Testing.Azurite;

/// <summary>
/// An Azurite of the tests' own: queues only, in memory, on a free port of 127.0.0.1, stopped with the tests. The
/// package is installed first when it is missing.
/// </summary>
public sealed class AzuriteFixture : IAsyncLifetime
{
    const string Account = "devstoreaccount1";

    // The development account key is public and the same for every storage emulator.
    const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
    const string Listening = "successfully listens on ";

    static readonly TimeSpan InstallTimeout = TimeSpan.FromMinutes(5);
    static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(1);

    Process? _azurite;
    string? _endpoint;

    /// <summary>The address of the account's queues.</summary>
    public Uri QueueEndpoint => new(_endpoint ?? throw new InvalidOperationException("Azurite has not been started."));

    /// <summary>A storage connection string to it.</summary>
    public string ConnectionString
        => $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};QueueEndpoint={QueueEndpoint};";

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        var tools = Path.Combine(Repository.Root, "infra", "local");
        await InstallAsync(tools);
        var (process, address) = await StartAsync(tools);
        _azurite = process;
        _endpoint = $"{address}/{Account}";
        AppDomain.CurrentDomain.ProcessExit += Kill;
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= Kill;
        if (_azurite is null)
        {
            return;
        }

        Kill(sender: null, EventArgs.Empty);
        await _azurite.WaitForExitAsync();
        _azurite.Dispose();
    }

    void Kill(object? sender, EventArgs e)
    {
        if (_azurite is { HasExited: false })
        {
            _azurite.Kill(entireProcessTree: true);
        }
    }

    static async Task<(Process Process, string Address)> StartAsync(string tools)
    {
        var listening = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var output = new List<string>();
        var process = Command(
            tools,
            "node",
            Path.Combine(tools, "node_modules", "azurite", "dist", "src", "queue", "main.js"),
            "--queueHost", "127.0.0.1", "--queuePort", "0",
            "--inMemoryPersistence", "--skipApiVersionCheck", "--silent", "--disableTelemetry");
        process.EnableRaisingEvents = true;
        process.OutputDataReceived += (_, line) => Read(line.Data, output, listening);
        process.ErrorDataReceived += (_, line) => Read(line.Data, output, listening);
        process.Exited += (_, _) => listening.TrySetException(new InvalidOperationException(
            $"Azurite ended before it listened: {string.Join(' ', output)}"));
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return (process, await listening.Task.WaitAsync(StartTimeout));
    }

    static void Read(string? line, List<string> output, TaskCompletionSource<string> listening)
    {
        if (line is null)
        {
            return;
        }

        lock (output)
        {
            output.Add(line);
        }

        var at = line.IndexOf(Listening, StringComparison.Ordinal);
        if (at >= 0)
        {
            listening.TrySetResult(line[(at + Listening.Length)..].Trim().TrimEnd('/'));
        }
    }

    static async Task InstallAsync(string tools)
    {
        // npm writes this file when it has finished, and test assemblies that run side by side must not install twice.
        var installed = Path.Combine(tools, "node_modules", ".package-lock.json");
        if (File.Exists(installed))
        {
            return;
        }

        await using var turn = await TurnAsync(Path.Combine(tools, ".install.lock"));
        if (File.Exists(installed))
        {
            return;
        }

        using var npm = Command(tools, "npm", "ci", "--no-audit", "--no-fund", "--silent");
        npm.Start();
        var errors = npm.StandardError.ReadToEndAsync();
        await Task.WhenAll(npm.StandardOutput.ReadToEndAsync(), errors, npm.WaitForExitAsync()).WaitAsync(InstallTimeout);
        if (npm.ExitCode != 0)
        {
            throw new InvalidOperationException($"npm ci in {tools} failed: {await errors}");
        }
    }

    static async Task<FileStream> TurnAsync(string path)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return new FileStream(
                    path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
            }
            catch (IOException) when (waited.Elapsed < InstallTimeout)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System);
            }
        }
    }

    static Process Command(string directory, string file, params string[] arguments)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            UseShellExecute = false,
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return new Process { StartInfo = start };
    }
}
