using System.Diagnostics;

namespace AssetFunctions.Local.Stack.Processes;

/// <summary>The storage emulator, started from the npm package that <c>infra/local/package.json</c> pins.</summary>
sealed class Azurite : IAsyncDisposable
{
    // The account and key every Azure storage emulator documents. They are public and protect nothing.
    const string Account = "devstoreaccount1";
    const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
    const int BlobPort = 10_000;
    const int QueuePort = 10_001;
    const int TablePort = 10_002;

    readonly ChildProcess _process;

    Azurite(ChildProcess process, string connectionString)
    {
        _process = process;
        ConnectionString = connectionString;
    }

    public string ConnectionString { get; }

    /// <exception cref="StackException">It is not installed or does not start.</exception>
    public static async Task<Azurite> StartAsync(RepositoryPaths paths, StackOptions options, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (!File.Exists(paths.Azurite))
        {
            await InstallAsync(paths, cancellationToken);
        }

        var blob = Loopback.ChoosePort(options.UseUsualPorts ? BlobPort : 0);
        var queue = Loopback.ChoosePort(options.UseUsualPorts ? QueuePort : 0);
        var table = Loopback.ChoosePort(options.UseUsualPorts ? TablePort : 0);
        string[] arguments =
        [
            paths.Azurite, "--silent", "--skipApiVersionCheck", "--disableTelemetry",
            "--blobHost", "127.0.0.1", "--blobPort", $"{blob}",
            "--queueHost", "127.0.0.1", "--queuePort", $"{queue}",
            "--tableHost", "127.0.0.1", "--tablePort", $"{table}",
            .. options.KeepQueues ? (string[])["--location", Path.Combine(options.DataDirectory, "azurite")] : ["--inMemoryPersistence"],
        ];
        var process = StartNode(arguments, Path.Combine(options.DataDirectory, "azurite.log"));
        var azurite = new Azurite(process, ConnectionStringOf(blob, queue, table));
        try
        {
            await process.WaitUntilListeningAsync("Azurite", queue, clock, cancellationToken);
            return azurite;
        }
        catch
        {
            await azurite.DisposeAsync();
            throw;
        }
    }

    static ChildProcess StartNode(string[] arguments, string logFile)
    {
        try
        {
            return ChildProcess.Start("node", arguments, new Dictionary<string, string>(StringComparer.Ordinal), logFile);
        }
        catch (StackException)
        {
            throw new StackException("Node.js is missing: Azurite, the storage emulator, needs version 20 or newer.");
        }
    }

    static async Task InstallAsync(RepositoryPaths paths, CancellationToken cancellationToken)
    {
        const string Failure = "Azurite, the storage emulator, cannot be installed: run 'npm ci' in infra/local. It needs Node.js 20 or newer.";
        var start = new ProcessStartInfo(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"])
        {
            WorkingDirectory = paths.LocalInfrastructure,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        try
        {
            using var npm = Process.Start(start)!;
            await npm.StandardOutput.ReadToEndAsync(cancellationToken);
            await npm.WaitForExitAsync(cancellationToken);
            if (npm.ExitCode != 0)
            {
                throw new StackException(Failure);
            }
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new StackException(Failure);
        }
    }

    static string ConnectionStringOf(int blob, int queue, int table) =>
        $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};"
        + $"BlobEndpoint=http://127.0.0.1:{blob}/{Account};QueueEndpoint=http://127.0.0.1:{queue}/{Account};TableEndpoint=http://127.0.0.1:{table}/{Account};";

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
