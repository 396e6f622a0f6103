using System.Diagnostics;

namespace AssetFunctions.Local.Stack.Processes;

/// <summary>A process this program started and ends again. Its output goes to a log file, line by line also to a listener.</summary>
sealed class ChildProcess : IAsyncDisposable
{
    static readonly TimeSpan GracePeriod = TimeSpan.FromSeconds(10);
    static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    static readonly TimeSpan ProbeInterval = TimeSpan.FromMilliseconds(50);
    static readonly TimeSpan ReadTimeout = TimeSpan.FromSeconds(5);

    readonly Process _process;
    readonly StreamWriter _log;
    readonly Lock _logGate = new();
    readonly Queue<string> _lastLines = new();

    ChildProcess(Process process, StreamWriter log)
    {
        _process = process;
        _log = log;
    }

    public int Id => _process.Id;

    /// <summary>The most memory it has held at once, in bytes.</summary>
    public long PeakWorkingSet
    {
        get
        {
            _process.Refresh();
            return _process.PeakWorkingSet64;
        }
    }

    public bool HasExited => _process.HasExited;

    /// <summary>The last lines it wrote, for an error message.</summary>
    public string LastOutput
    {
        get
        {
            lock (_logGate)
            {
                return string.Join(Environment.NewLine, _lastLines);
            }
        }
    }

    public static ChildProcess Start(
        string fileName, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment, string logFile, Action<string>? onLine = null)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(logFile)!);
        var start = new ProcessStartInfo(fileName, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new StackException($"'{fileName}' cannot be started: {exception.Message}.");
        }

        var child = new ChildProcess(process, new StreamWriter(logFile, append: false));
        process.OutputDataReceived += (_, line) => child.Receive(line.Data, onLine);
        process.ErrorDataReceived += (_, line) => child.Receive(line.Data, onLine);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return child;
    }

    /// <summary>Describes the end of a process that has ended: exit code and last lines.</summary>
    /// <param name="name">What to call it.</param>
    public async Task<string> DescribeEndAsync(string name)
    {
        // A process counts as ended before its last lines have been read. What it has started may keep the pipes open.
        using var timeout = new CancellationTokenSource(ReadTimeout);
        await _process.WaitForExitAsync(timeout.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return $"{name} ended with code {_process.ExitCode}:{Environment.NewLine}{LastOutput}";
    }

    /// <summary>Waits until a server accepts connections on loopback.</summary>
    /// <param name="name">What to call it in an error message.</param>
    /// <exception cref="StackException">It ended, or does not listen in time.</exception>
    public async Task WaitUntilListeningAsync(string name, int port, TimeProvider clock, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        while (!await Loopback.AcceptsAsync(port, cancellationToken))
        {
            if (HasExited)
            {
                throw new StackException(await DescribeEndAsync(name));
            }

            if (clock.GetElapsedTime(started) > StartTimeout)
            {
                throw new StackException($"{name} does not answer on 127.0.0.1:{port} after {StartTimeout.TotalSeconds:F0} seconds.");
            }

            await Task.Delay(ProbeInterval, clock, cancellationToken);
        }
    }

    /// <summary>Ends it at once, as a crash would.</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(CancellationToken.None);
    }

    public Task WaitForExitAsync(CancellationToken cancellationToken) => _process.WaitForExitAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _process.Dispose();
        lock (_logGate)
        {
            _log.Dispose();
        }
    }

    async Task StopAsync()
    {
        if (_process.HasExited)
        {
            return;
        }

        using var timeout = new CancellationTokenSource(GracePeriod);
        try
        {
            await AskToStopAsync(timeout.Token);
            await _process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }
    }

    // .NET cannot send SIGTERM itself, and without it the child would not drain its running functions.
    async Task AskToStopAsync(CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows())
        {
            _process.Kill(entireProcessTree: true);
            return;
        }

        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString()]);
        await kill.WaitForExitAsync(cancellationToken);
    }

    void Receive(string? line, Action<string>? onLine)
    {
        if (line is null)
        {
            return;
        }

        lock (_logGate)
        {
            if (_log.BaseStream is { CanWrite: true })
            {
                _log.WriteLine(line);
                _log.Flush();
            }

            _lastLines.Enqueue(line);
            while (_lastLines.Count > 8)
            {
                _lastLines.Dequeue();
            }
        }

        onLine?.Invoke(line);
    }
}
