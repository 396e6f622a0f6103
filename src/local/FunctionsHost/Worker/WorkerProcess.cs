using System.Diagnostics;

namespace AssetFunctions.Local.FunctionsHost.Worker;

/// <summary>The operating system's side of a worker: it ends with this host, however the host ends.</summary>
sealed class WorkerProcess : IAsyncDisposable
{
    const int KeptLines = 20;
    const int MaxMessageLength = int.MaxValue;

    // The shell becomes the worker, so that the process id is the worker's own. Its watcher reads the pipe that only the
    // host holds open: when that ends without a line, the host has been killed. Ctrl+C reaches every process of a
    // terminal; the worker ignores it, so that the host can drain it first.
    const string Launcher = """
        trap '' INT
        exec 3<&0
        (read -r _ <&3 || kill -9 $$) >/dev/null 2>&1 &
        exec "$@" </dev/null 3<&-
        """;

    readonly Process _process;
    readonly Queue<string> _lastLines = new();
    readonly WorkerLog _log;
    volatile bool _started;

    WorkerProcess(Process process, WorkerLog log)
    {
        _process = process;
        _log = log;
    }

    public int Id => _process.Id;

    public int ExitCode => _process.ExitCode;

    public bool HasExited => _process.HasExited;

    /// <summary>The last lines it wrote to its console.</summary>
    public string LastLines
    {
        get
        {
            lock (_lastLines)
            {
                return string.Join(Environment.NewLine, _lastLines);
            }
        }
    }

    public static WorkerProcess Start(string path, string id, Uri host, WorkerLog log)
    {
        var directory = Path.GetDirectoryName(path)!;
        var request = Guid.NewGuid().ToString();
        string[] command =
        [
            Environment.ProcessPath is { } dotnet && Path.GetFileNameWithoutExtension(dotnet) == "dotnet" ? dotnet : "dotnet",
            path,
            "--host", host.Host, "--port", $"{host.Port}",
            "--workerId", id, "--requestId", request, "--grpcMaxMessageLength", $"{MaxMessageLength}",
            "--functions-uri", host.ToString(), "--functions-worker-id", id, "--functions-request-id", request,
            "--functions-grpc-max-message-length", $"{MaxMessageLength}",
        ];
        var start = OperatingSystem.IsWindows()
            ? new ProcessStartInfo(command[0], command[1..])
            : new ProcessStartInfo("/bin/sh", ["-c", Launcher, "worker", .. command]);
        start.WorkingDirectory = directory;
        start.UseShellExecute = false;
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.Environment["FUNCTIONS_APPLICATION_DIRECTORY"] = directory;
        start.Environment["FUNCTIONS_WORKER_DIRECTORY"] = directory;
        start.Environment["FUNCTIONS_WORKER_RUNTIME"] = "dotnet-isolated";
        start.Environment.TryAdd("AZURE_FUNCTIONS_ENVIRONMENT", "Development");

        // Addresses given to the host are not for the worker's own server, which picks a free port.
        start.Environment.Remove("ASPNETCORE_URLS");
        var worker = new WorkerProcess(Process.Start(start)!, log);
        worker._process.OutputDataReceived += (_, line) => worker.Receive(line.Data, isError: false);
        worker._process.ErrorDataReceived += (_, line) => worker.Receive(line.Data, isError: true);
        worker._process.BeginOutputReadLine();
        worker._process.BeginErrorReadLine();
        return worker;
    }

    /// <summary>From now on its console lines go to the log; until then they only explain a failed start.</summary>
    public void MarkStarted() => _started = true;

    public Task WaitForExitAsync(CancellationToken cancellationToken) => _process.WaitForExitAsync(cancellationToken);

    public void Kill()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }
    }

    public async ValueTask DisposeAsync()
    {
        Kill();
        await _process.WaitForExitAsync();
        try
        {
            await _process.StandardInput.WriteLineAsync();
        }
        catch (IOException)
        {
            // The watcher has ended already.
        }

        _process.Dispose();
    }

    void Receive(string? line, bool isError)
    {
        if (string.IsNullOrEmpty(line))
        {
            return;
        }

        lock (_lastLines)
        {
            _lastLines.Enqueue(line);
            if (_lastLines.Count > KeptLines)
            {
                _lastLines.Dequeue();
            }
        }

        if (_started)
        {
            _log.WriteLine(line, isError);
        }
    }
}
