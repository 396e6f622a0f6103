using System.Diagnostics;

namespace AssetFunctions.Testing.Worker;

/// <summary>
/// Scripts a function by its message: <c>send A B</c> sends each word on, <c>fail</c> throws, <c>die</c> ends the process,
/// <c>hold NAME</c> waits until a test releases the name. Files in the folder of the setting <c>Scratch</c> show the test
/// the state of a hold: <c>NAME.started</c>, <c>NAME.ended</c>, <c>NAME.cancelled</c>.
/// </summary>
public sealed class Script
{
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    readonly string _scratch = Environment.GetEnvironmentVariable("Scratch") ?? "";

    public async Task<string[]> RunAsync(string text, long attempt, CancellationToken cancellationToken)
    {
        switch (text.Split(' '))
        {
            case ["send", .. var words]:
                return words;
            case ["attempt"]:
                return [$"{attempt}"];
            case ["fail"]:
                throw new InvalidOperationException("The message says so.");
            case ["die", var name]:
                Mark(name, "started");
                Process.GetCurrentProcess().Kill();
                return [];
            case ["die-once", var name] when attempt == 1:
                Mark(name, "started");
                Process.GetCurrentProcess().Kill();
                return [];
            case ["die-once", _]:
                return [$"{Environment.GetEnvironmentVariable("Instance")} {attempt}"];
            case ["hold", var name]:
                await HoldAsync(name, cancellationToken);
                return [name];
            default:
                throw new NotSupportedException(text);
        }
    }

    public async Task HoldAsync(string name, CancellationToken cancellationToken)
    {
        Mark(name, "started");
        try
        {
            while (!File.Exists(Path.Combine(_scratch, $"{name}.release")))
            {
                await Task.Delay(Pause, TimeProvider.System, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            Mark(name, "cancelled");
            throw;
        }

        Mark(name, "ended");
    }

    void Mark(string name, string what) => File.WriteAllText(Path.Combine(_scratch, $"{name}.{what}"), $"{Environment.ProcessId}");
}
