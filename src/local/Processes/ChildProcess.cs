using System.Diagnostics;
using System.Globalization;

namespace AssetFunctions.Local.Processes;

/// <summary>A program that this one has started. It ends when it is disposed, at the latest.</summary>
public sealed class ChildProcess : IAsyncDisposable
{
    // Enough for a reader, and bounded for a process that runs for hours.
    const int KeptLines = 1_000;

    const int DescribedLines = 8;

    // Longer than the Functions host lets running functions finish.
    static readonly TimeSpan GracePeriod = TimeSpan.FromSeconds(20);
    static readonly TimeSpan ReadTimeout = TimeSpan.FromSeconds(5);

    readonly Process _process;
    readonly StreamWriter? _log;
    readonly Action<string>? _onOutput;
    readonly Action<string>? _onError;
    readonly Lock _gate = new();
    readonly Queue<(string Line, bool IsError)> _lines = new();
    TaskCompletionSource _written = NewSignal();

    internal ChildProcess(Process process, string? logFile, Action<string>? onOutput, Action<string>? onError)
    {
        if (logFile is not null)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(logFile)!);
            _log = new StreamWriter(logFile, append: false) { AutoFlush = true };
        }

        _process = process;
        _onOutput = onOutput;
        _onError = onError;
        process.OutputDataReceived += (_, line) => Receive(line.Data, isError: false);
        process.ErrorDataReceived += (_, line) => Receive(line.Data, isError: true);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();

        // The child must not outlive this program, even if that ends without disposing anything.
        AppDomain.CurrentDomain.ProcessExit += Kill;
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    /// <summary>Its peak memory, in bytes.</summary>
    public long PeakWorkingSet
    {
        get
        {
            _process.Refresh();
            return _process.PeakWorkingSet64;
        }
    }

    /// <summary>The last lines of its standard output.</summary>
    public IReadOnlyList<string> Output => Lines(isError: false);

    /// <summary>The last lines of its standard error.</summary>
    public IReadOnlyList<string> Errors => Lines(isError: true);

    /// <summary>The last lines it wrote, for an error message.</summary>
    public string LastOutput
    {
        get
        {
            lock (_gate)
            {
                return string.Join(Environment.NewLine, _lines.TakeLast(DescribedLines).Select(line => line.Line));
            }
        }
    }

    /// <summary>Waits for a line of its standard output.</summary>
    /// <exception cref="ProcessException">The program ended before it wrote such a line.</exception>
    public async Task<string> WaitForLineAsync(Func<string, bool> matches, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            Task written;
            lock (_gate)
            {
                written = _written.Task;
            }

            if (Output.FirstOrDefault(matches) is { } found)
            {
                return found;
            }

            if (HasExited)
            {
                var end = await DescribeEndAsync("It");
                return Output.FirstOrDefault(matches) ?? throw new ProcessException(end);
            }

            await Task.WhenAny(written, _process.WaitForExitAsync(cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Describes how the process ended: exit code and last lines.</summary>
    /// <param name="name">Name of the program in the description.</param>
    public async Task<string> DescribeEndAsync(string name)
    {
        // A process counts as ended before its last lines have been read. Its own children may keep the pipes open.
        using var timeout = new CancellationTokenSource(ReadTimeout);
        await _process.WaitForExitAsync(timeout.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return $"{name} ended with code {_process.ExitCode}:{Environment.NewLine}{LastOutput}";
    }

    /// <summary>Waits until it has ended by itself and all its lines have been read.</summary>
    public Task WaitForExitAsync(CancellationToken cancellationToken = default) => _process.WaitForExitAsync(cancellationToken);

    /// <summary>Kills it, as a crash would.</summary>
    /// <param name="withChildren">Whether its child processes are killed too, as by the loss of a machine.</param>
    public async Task KillAsync(bool withChildren = true)
    {
        _process.Kill(withChildren);
        await _process.WaitForExitAsync(CancellationToken.None);
    }

    /// <summary>Sends it a signal: TERM, INT, STOP or CONT.</summary>
    public Task SignalAsync(string signal) => SignalAsync(Id, signal);

    /// <summary>Sends a signal to a process by its id. .NET itself can only kill.</summary>
    public static async Task SignalAsync(int id, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Requests a graceful exit, and kills it after a grace period.</summary>
    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= Kill;
        await StopAsync();
        _process.Dispose();
        lock (_gate)
        {
            _log?.Dispose();
        }
    }

    async Task StopAsync()
    {
        if (_process.HasExited)
        {
            return;
        }

        using var timeout = new CancellationTokenSource(OperatingSystem.IsWindows() ? TimeSpan.Zero : GracePeriod);
        try
        {
            if (!OperatingSystem.IsWindows())
            {
                await SignalAsync("TERM");
            }

            await _process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            await KillAsync();
        }
    }

    void Kill(object? sender, EventArgs e)
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }
    }

    List<string> Lines(bool isError)
    {
        lock (_gate)
        {
            return [.. _lines.Where(line => line.IsError == isError).Select(line => line.Line)];
        }
    }

    void Receive(string? line, bool isError)
    {
        if (line is null)
        {
            return;
        }

        TaskCompletionSource written;
        lock (_gate)
        {
            if (_log?.BaseStream is { CanWrite: true })
            {
                _log.WriteLine(line);
            }

            _lines.Enqueue((line, isError));
            if (_lines.Count > KeptLines)
            {
                _lines.Dequeue();
            }

            (written, _written) = (_written, NewSignal());
        }

        written.TrySetResult();
        (isError ? _onError : _onOutput)?.Invoke(line);
    }

    static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
