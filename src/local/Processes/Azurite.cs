namespace AssetFunctions.Local.Processes;

/// <param name="Tools">Folder of the npm package that pins Azurite.</param>
/// <param name="DataDirectory">Takes its log, and its data where that is kept.</param>
/// <param name="KeepsData">Whether queues and blobs outlive it.</param>
/// <param name="UsesUsualPorts">Whether its usual ports are taken where they are free, so that tools find it.</param>
public sealed record AzuriteOptions(string Tools, string DataDirectory, bool KeepsData = false, bool UsesUsualPorts = false);

/// <summary>Azurite, the storage emulator, from the npm package that <c>infra/local/package.json</c> pins; installed first when it is missing.</summary>
public sealed class Azurite : IAsyncDisposable
{
    // The account and key every Azure storage emulator documents. They are public and protect nothing.
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

    readonly ChildProcess _process;
    readonly string _blobs;
    readonly string _tables;

    Azurite(ChildProcess process, string blobs, string queues, string tables)
    {
        _process = process;
        _blobs = blobs;
        _tables = tables;
        QueueEndpoint = new Uri(queues);
    }

    /// <summary>Address of the account's queues.</summary>
    public Uri QueueEndpoint { get; }

    public string ConnectionString =>
        $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};BlobEndpoint={_blobs};QueueEndpoint={QueueEndpoint};TableEndpoint={_tables};";

    /// <exception cref="ProcessException">It cannot be installed, or does not start.</exception>
    public static async Task<Azurite> StartAsync(AzuriteOptions options, TimeProvider clock, CancellationToken cancellationToken = default)
    {
        var program = Path.Combine(options.Tools, "node_modules", "azurite", "dist", "src", "azurite.js");
        await InstallAsync(options.Tools, clock, cancellationToken);
        var command = new ProcessCommand(
            "node",
            [
                program, "--silent", "--skipApiVersionCheck", "--disableTelemetry",
                "--blobHost", "127.0.0.1", "--blobPort", Port(BlobPort),
                "--queueHost", "127.0.0.1", "--queuePort", Port(QueuePort),
                "--tableHost", "127.0.0.1", "--tablePort", Port(TablePort),
                .. options.KeepsData ? (string[])["--location", Path.Combine(options.DataDirectory, "azurite")] : ["--inMemoryPersistence"],
            ]);
        var process = Start(command, Path.Combine(options.DataDirectory, "azurite.log"));
        try
        {
            using var timeout = new CancellationTokenSource(StartTimeout, clock);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
            return new Azurite(process, await AddressAsync("Blob"), await AddressAsync("Queue"), await AddressAsync("Table"));

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
                ? new ProcessException($"Azurite does not listen after {StartTimeout.TotalSeconds:F0} seconds.")
                : ex;
        }

        // Azurite finds a free port by itself.
        string Port(int usual) => options.UsesUsualPorts ? $"{Loopback.ChoosePort(usual)}" : "0";
    }

    /// <summary>Sends a signal, such as <c>STOP</c> to freeze it.</summary>
    public Task SignalAsync(string signal) => _process.SignalAsync(signal);

    public ValueTask DisposeAsync() => _process.DisposeAsync();

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
        // npm writes this file when it has finished, and programs that start side by side must not install twice.
        var installed = Path.Combine(tools, "node_modules", ".package-lock.json");
        if (File.Exists(installed))
        {
            return;
        }

        await using var turn = await LockAsync(Path.Combine(tools, ".install.lock"), clock, cancellationToken);
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
            // There is no npm.
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
}
