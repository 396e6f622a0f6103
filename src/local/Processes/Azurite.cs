namespace AssetFunctions.Local.Processes;

/// <param name="Tools">Folder of the npm package that pins Azurite.</param>
/// <param name="DataDirectory">Folder for its log, and for its data where that is kept.</param>
/// <param name="KeepsData">Whether queues and blobs are kept on disk.</param>
/// <param name="UsesUsualPorts">Whether to use its default ports where they are free, so that tools find it.</param>
public sealed record AzuriteOptions(string Tools, string DataDirectory, bool KeepsData = false, bool UsesUsualPorts = false);

/// <summary>
/// Azurite, the storage emulator, from the npm package that <c>infra/local/package.json</c> pins; installed first when it is missing. It can be stopped and
/// started again on the same ports.
/// </summary>
public sealed class Azurite : IAsyncDisposable
{
    // The documented account and key of every Azure storage emulator. They are public and protect nothing.
    const string Account = "devstoreaccount1";
    const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
    const int BlobPort = 10_000;
    const int QueuePort = 10_001;
    const int TablePort = 10_002;
    const string Listening = "service is successfully listening at ";
    const string MissingNode = "Node.js is missing: Azurite, the storage emulator, needs version 20 or newer.";
    const string FailedInstallation = "Azurite, the storage emulator, cannot be installed: run 'npm ci' in infra/local. It needs Node.js 20 or newer.";

    static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(1);
    static readonly TimeSpan InstallTimeout = TimeSpan.FromMinutes(5);
    static readonly TimeSpan LockInterval = TimeSpan.FromMilliseconds(200);

    readonly AzuriteOptions _options;
    readonly TimeProvider _clock;
    readonly string _blobs;
    readonly string _tables;
    ChildProcess _process;

    Azurite(AzuriteOptions options, TimeProvider clock, ChildProcess process, Addresses addresses)
    {
        _options = options;
        _clock = clock;
        _process = process;
        _blobs = addresses.Blobs;
        _tables = addresses.Tables;
        QueueEndpoint = new Uri(addresses.Queues);
    }

    /// <summary>Address of the account's queues.</summary>
    public Uri QueueEndpoint { get; }

    public string ConnectionString =>
        $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};BlobEndpoint={_blobs};QueueEndpoint={QueueEndpoint};TableEndpoint={_tables};";

    /// <exception cref="ProcessException">Azurite cannot be installed, or does not start.</exception>
    public static async Task<Azurite> StartAsync(AzuriteOptions options, TimeProvider clock, CancellationToken cancellationToken = default)
    {
        await InstallAsync(options.Tools, clock, cancellationToken);
        var (process, addresses) = await StartAsync(options, [Port(BlobPort), Port(QueuePort), Port(TablePort)], clock, cancellationToken);
        return new Azurite(options, clock, process, addresses);

        // Azurite finds a free port by itself.
        int Port(int usual) => options.UsesUsualPorts ? Loopback.ChoosePort(usual) : 0;
    }

    /// <summary>Stops it gracefully: it writes queues to disk only every few seconds, and a storage account loses no messages.</summary>
    public ValueTask StopAsync() => _process.DisposeAsync();

    /// <summary>Starts it again, on the same ports and with its kept data.</summary>
    /// <exception cref="ProcessException">Azurite does not start.</exception>
    public async Task StartAsync(CancellationToken cancellationToken = default) =>
        (_process, _) = await StartAsync(_options, [new Uri(_blobs).Port, QueueEndpoint.Port, new Uri(_tables).Port], _clock, cancellationToken);

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    static async Task<(ChildProcess Process, Addresses Addresses)> StartAsync(
        AzuriteOptions options, int[] ports, TimeProvider clock, CancellationToken cancellationToken)
    {
        var command = new ProcessCommand(
            "node",
            [
                Path.Combine(options.Tools, "node_modules", "azurite", "dist", "src", "azurite.js"), "--silent", "--skipApiVersionCheck", "--disableTelemetry",
                "--blobHost", "127.0.0.1", "--blobPort", $"{ports[0]}",
                "--queueHost", "127.0.0.1", "--queuePort", $"{ports[1]}",
                "--tableHost", "127.0.0.1", "--tablePort", $"{ports[2]}",
                .. options.KeepsData ? (string[])["--location", Path.Combine(options.DataDirectory, "azurite")] : ["--inMemoryPersistence"],
            ]);
        var process = Start(command, Path.Combine(options.DataDirectory, "azurite.log"));
        try
        {
            using var timeout = new CancellationTokenSource(StartTimeout, clock);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
            return (process, new Addresses(await AddressAsync("Blob"), await AddressAsync("Queue"), await AddressAsync("Table")));

            async Task<string> AddressAsync(string service)
            {
                var line = await process.WaitForLineAsync(line => line.StartsWith($"Azurite {service} {Listening}", StringComparison.Ordinal), limit.Token);
                return $"{line[(line.LastIndexOf(' ') + 1)..].TrimEnd('/')}/{Account}";
            }
        }
        catch (Exception ex)
        {
            await process.DisposeAsync();
            throw ex is OperationCanceledException && !cancellationToken.IsCancellationRequested
                ? new ProcessException($"Azurite did not start within {StartTimeout.TotalSeconds:F0} seconds.")
                : ex;
        }
    }

    /// <summary>Sends a signal, such as <c>STOP</c> to freeze it.</summary>
    public Task SignalAsync(string signal) => _process.SignalAsync(signal);

    static ChildProcess Start(ProcessCommand command, string logFile)
    {
        try
        {
            return command.Start(logFile);
        }
        catch (ProcessException)
        {
            throw new ProcessException(MissingNode);
        }
    }

    static async Task InstallAsync(string tools, TimeProvider clock, CancellationToken cancellationToken)
    {
        // npm writes this file when it has finished. Programs that start side by side must not install twice.
        var installed = Path.Combine(tools, "node_modules", ".package-lock.json");
        if (File.Exists(installed))
        {
            return;
        }

        await using var installLock = await LockAsync(Path.Combine(tools, ".install.lock"), clock, cancellationToken);
        if (File.Exists(installed))
        {
            return;
        }

        try
        {
            var npm = new ProcessCommand(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", "ci", "--no-audit", "--no-fund", "--loglevel=error") { Directory = tools };
            if ((await npm.RunAsync(cancellationToken)).ExitCode == 0)
            {
                return;
            }
        }
        catch (ProcessException)
        {
            // npm is missing.
        }

        throw new ProcessException(FailedInstallation);
    }

    static async Task<FileStream> LockAsync(string path, TimeProvider clock, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
            }
            catch (IOException) when (clock.GetElapsedTime(started) < InstallTimeout)
            {
                await Task.Delay(LockInterval, clock, cancellationToken);
            }
        }
    }

    readonly record struct Addresses(string Blobs, string Queues, string Tables);
}
