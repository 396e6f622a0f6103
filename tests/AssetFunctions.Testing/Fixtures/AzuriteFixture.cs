using System.Diagnostics;
using AssetFunctions.Testing.Time;
using Xunit;

namespace AssetFunctions.Testing.Fixtures;

/// <summary>
/// An Azurite of the tests' own: in memory, on free ports of 127.0.0.1, stopped with the tests. The package is installed
/// first when it is missing.
/// </summary>
public sealed class AzuriteFixture : IAsyncLifetime
{
    const string Account = "devstoreaccount1";

    // The development account key is public and the same for every storage emulator.
    const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
    const string Listening = "service is successfully listening at ";
    const string Blob = "Azurite Blob";
    const string Queue = "Azurite Queue";

    static readonly TimeSpan InstallTimeout = TimeSpan.FromMinutes(5);
    static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(1);

    Process? _azurite;
    string? _queueEndpoint;
    string? _blobEndpoint;

    /// <summary>The address of the account's queues.</summary>
    public Uri QueueEndpoint => new(_queueEndpoint ?? throw new InvalidOperationException("Azurite has not been started."));

    /// <summary>A storage connection string to it.</summary>
    public string ConnectionString
        => $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};QueueEndpoint={QueueEndpoint};BlobEndpoint={_blobEndpoint};";

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        var tools = Path.Combine(Repository.Root, "infra", "local");
        await InstallAsync(tools);
        await StartAsync(tools);
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

    async Task StartAsync(string tools)
    {
        var addresses = new TaskCompletionSource<IReadOnlyDictionary<string, string>>(TaskCreationOptions.RunContinuationsAsynchronously);
        var output = new List<string>();
        _azurite = Command(
            tools,
            "node",
            Path.Combine(tools, "node_modules", "azurite", "dist", "src", "azurite.js"),
            "--blobHost", "127.0.0.1", "--blobPort", "0",
            "--queueHost", "127.0.0.1", "--queuePort", "0",
            "--tableHost", "127.0.0.1", "--tablePort", "0",
            "--inMemoryPersistence", "--skipApiVersionCheck", "--silent", "--disableTelemetry");
        _azurite.EnableRaisingEvents = true;
        _azurite.OutputDataReceived += (_, line) => Read(line.Data, output, addresses);
        _azurite.ErrorDataReceived += (_, line) => Read(line.Data, output, addresses);
        _azurite.Exited += (_, _) => addresses.TrySetException(new InvalidOperationException(
            $"Azurite ended before it listened: {string.Join(' ', output)}"));
        _azurite.Start();
        _azurite.BeginOutputReadLine();
        _azurite.BeginErrorReadLine();
        var listening = await addresses.Task.WaitAsync(StartTimeout);
        _queueEndpoint = $"{listening[Queue]}/{Account}";
        _blobEndpoint = $"{listening[Blob]}/{Account}";
    }

    static void Read(string? line, List<string> output, TaskCompletionSource<IReadOnlyDictionary<string, string>> addresses)
    {
        if (line is null)
        {
            return;
        }

        lock (output)
        {
            output.Add(line);
            var listening = output
                .Select(text => text.Split(Listening))
                .Where(parts => parts.Length == 2)
                .ToDictionary(parts => parts[0].Trim(), parts => parts[1].Trim().TrimEnd('/'));
            if (listening.ContainsKey(Blob) && listening.ContainsKey(Queue))
            {
                addresses.TrySetResult(listening);
            }
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
        var turn = await Eventually.GetAsync(() => Task.FromResult(TryTake(path)), turn => turn is not null, TimeSpan.FromMilliseconds(200), InstallTimeout);
        return turn!;
    }

    static FileStream? TryTake(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
        }
        catch (IOException)
        {
            return null;
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
