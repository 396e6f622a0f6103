using System.Diagnostics;

namespace AssetFunctions.Local.FunctionsHost.Worker;

/// <summary>The operating system process of a worker. It ends with this host, even when the host is killed.</summary>
sealed class WorkerProcess : IAsyncDisposable
{
    const int KeptLines = 20;

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
    readonly Queue<(string Text, bool IsError)> _lastLines = new();
    readonly WorkerLog _log;
    bool _started;

    WorkerProcess(Process process, WorkerLog log)
    {
        _process = process;
        _log = log;
        Id = process.Id;
        process.OutputDataReceived += (_, line) => Receive(line.Data, isError: false);
        process.ErrorDataReceived += (_, line) => Receive(line.Data, isError: true);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Id { get; }

    /// <summary>The last lines on its console, or else its exit code.</summary>
    public string LastOutput
    {
        get
        {
            lock (_lastLines)
            {
                return _lastLines.Count == 0 && _process.HasExited ? $"It ended with code {_process.ExitCode}." : string.Join(Environment.NewLine, _lastLines.Select(line => line.Text));
            }
        }
    }

    public static WorkerProcess Start(string path, string id, Uri host, WorkerLog log)
    {
        var directory = Path.GetDirectoryName(path)!;
        var (request, length) = (Guid.NewGuid().ToString(), $"{int.MaxValue}");
        string[] command =
        [
            "dotnet", path,
            "--host", host.Host, "--port", $"{host.Port}", "--workerId", id, "--requestId", request, "--grpcMaxMessageLength", length,
            "--functions-uri", $"{host}", "--functions-worker-id", id, "--functions-request-id", request, "--functions-grpc-max-message-length", length,
        ];
        var start = OperatingSystem.IsWindows()
            ? new ProcessStartInfo(command[0], command[1..])
            : new ProcessStartInfo("/bin/sh", ["-c", Launcher, "worker", .. command]);
        start.WorkingDirectory = directory;
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        start.Environment["FUNCTIONS_APPLICATION_DIRECTORY"] = directory;
        start.Environment["FUNCTIONS_WORKER_DIRECTORY"] = directory;
        start.Environment["FUNCTIONS_WORKER_RUNTIME"] = "dotnet-isolated";
        start.Environment.TryAdd("AZURE_FUNCTIONS_ENVIRONMENT", "Development");
        return new WorkerProcess(Process.Start(start)!, log);
    }

    /// <summary>Sends console lines to the log from now on. Until then they are kept, to explain a failed start.</summary>
    public void MarkStarted()
    {
        lock (_lastLines)
        {
            _started = true;
            foreach (var (text, isError) in _lastLines)
            {
                _log.WriteLine(text, isError);
            }
        }
    }

    /// <summary>Completes when the process has ended and its last lines have been read.</summary>
    public Task WaitForExitAsync(CancellationToken cancellationToken) => _process.WaitForExitAsync(cancellationToken);

    public void Kill() => _process.Kill();

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        try
        {
            // Ends the watcher, which must not kill a process that gets the same id later.
            await _process.StandardInput.WriteLineAsync();
        }
        catch (IOException)
        {
            // The watcher has ended already.
        }
    }

    void Receive(string? line, bool isError)
    {
        if (string.IsNullOrEmpty(line))
        {
            return;
        }

        lock (_lastLines)
        {
            _lastLines.Enqueue((line, isError));
            if (_lastLines.Count > KeptLines)
            {
                _lastLines.Dequeue();
            }

            if (_started)
            {
                _log.WriteLine(line, isError);
            }
        }
    }
}
