using System.Diagnostics;

namespace AssetFunctions.Local.Processes;

/// <summary>A program with its arguments.</summary>
/// <param name="Program">Name or path.</param>
/// <param name="Arguments">Passed as they are; no shell reads them.</param>
public sealed record ProcessCommand(string Program, params IReadOnlyList<string> Arguments)
{
    /// <summary>Environment variables beyond those of this process; null removes one.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Environment { get; init; } = [];

    /// <summary>Working directory, or null for that of this process.</summary>
    public string? Directory { get; init; }

    /// <summary>A built .NET program.</summary>
    /// <param name="path">Its dll.</param>
    public static ProcessCommand Dotnet(string path, params IEnumerable<string> arguments) => new("dotnet", [path, .. arguments]);

    /// <summary>Starts the program.</summary>
    /// <param name="logFile">File for its output, or null.</param>
    /// <param name="onOutput">Called with each line of its standard output, or null.</param>
    /// <param name="onError">Called with each line of its standard error, or null.</param>
    /// <exception cref="ProcessException">It cannot be started.</exception>
    public ChildProcess Start(string? logFile = null, Action<string>? onOutput = null, Action<string>? onError = null) =>
        new(StartProcess(), logFile, onOutput, onError);

    /// <summary>Runs the program to its end. Cancellation kills it and its child processes.</summary>
    /// <exception cref="ProcessException">It cannot be started.</exception>
    public async Task<ProcessResult> RunAsync(CancellationToken cancellationToken = default)
    {
        using var process = StartProcess();
        process.StandardInput.Close();
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return new ProcessResult(process.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    Process StartProcess()
    {
        var start = new ProcessStartInfo(Program, Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = Directory,
        };
        foreach (var (name, value) in Environment)
        {
            start.Environment[name] = value;
        }

        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception ex)
        {
            throw new ProcessException($"'{Program}' cannot be started: {ex.Message}.");
        }
    }
}

/// <summary>The result of a program that has ended.</summary>
/// <param name="Output">Its standard output.</param>
/// <param name="Errors">Its standard error.</param>
public sealed record ProcessResult(int ExitCode, string Output, string Errors)
{
    /// <summary>Lines of its standard error that are not empty.</summary>
    public IReadOnlyList<string> ErrorLines => Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
