using System.Collections.Concurrent;
using System.Diagnostics;
using AssetFunctions.Testing.Time;
using Xunit;

namespace AssetFunctions.Testing.Processes;

/// <summary>A program that a test starts, reads, signals and, at the latest when it is disposed, ends.</summary>
public sealed class TestProcess : IAsyncDisposable
{
    readonly Process _process;
    readonly ConcurrentQueue<string> _output = new();
    readonly ConcurrentQueue<string> _errors = new();

    TestProcess(Process process) => _process = process;

    /// <summary>Its process id.</summary>
    public int Id => _process.Id;

    /// <summary>Its exit code, once it has ended.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>The lines of its standard output so far.</summary>
    public IReadOnlyList<string> Output => [.. _output];

    /// <summary>The lines of its standard error so far.</summary>
    public IReadOnlyList<string> Errors => [.. _errors];

    /// <summary>Starts a built .NET program.</summary>
    /// <param name="path">Its dll.</param>
    /// <param name="arguments">Its command line.</param>
    /// <param name="settings">Environment variables beyond those of the tests; null removes one.</param>
    /// <param name="directory">Its working directory; null takes the folder of the dll.</param>
    public static TestProcess StartDotnet(
        string path, IEnumerable<string> arguments, IEnumerable<KeyValuePair<string, string?>> settings, string? directory = null)
    {
        var start = new ProcessStartInfo("dotnet", [path, .. arguments])
        {
            UseShellExecute = false,
            WorkingDirectory = directory ?? Path.GetDirectoryName(path),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        var process = new TestProcess(Process.Start(start)!);
        process._process.OutputDataReceived += (_, line) => Add(process._output, line.Data);
        process._process.ErrorDataReceived += (_, line) => Add(process._errors, line.Data);
        process._process.BeginOutputReadLine();
        process._process.BeginErrorReadLine();
        return process;
    }

    /// <summary>Waits for a line of its standard output; fails when it ends before.</summary>
    public async Task<string> LineAsync(Func<string, bool> matches)
    {
        await Eventually.TrueAsync(() => _process.HasExited || _output.Any(matches));
        return _output.FirstOrDefault(matches) ?? await FailAsync();
    }

    /// <summary>Waits until it has ended by itself and all its lines have been read.</summary>
    public Task EndAsync() => _process.WaitForExitAsync().WaitAsync(Eventually.Limit);

    /// <summary>Sends it a signal: TERM, INT or KILL.</summary>
    public Task SignalAsync(string signal) => SignalAsync(Id, signal);

    /// <summary>Sends a signal to a process that this one has started.</summary>
    public static async Task SignalAsync(int id, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{id}"]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Ends it as a crash does: itself alone, not what it has started.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    async Task<string> FailAsync()
    {
        await _process.WaitForExitAsync();
        Assert.Fail($"It ended with code {_process.ExitCode}: {string.Join(Environment.NewLine, _errors.Concat(_output.TakeLast(20)))}");
        return "";
    }

    static void Add(ConcurrentQueue<string> lines, string? line)
    {
        if (line is not null)
        {
            lines.Enqueue(line);
        }
    }
}
