using System.Diagnostics;
using AssetFunctions.Testing.Time;

namespace AssetFunctions.LocalWorker.Tests.Support;

/// <summary>The test app as a process of its own, killed with its test.</summary>
sealed class AppProcess : IAsyncDisposable
{
    readonly Process _process;

    AppProcess(Process process) => _process = process;

    public int Id => _process.Id;

    public int ExitCode => _process.ExitCode;

    public StreamReader Output => _process.StandardOutput;

    public StreamReader Errors => _process.StandardError;

    public static AppProcess Start(IEnumerable<string> arguments, params IEnumerable<(string Name, string Value)> settings)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(AppProcess).Assembly.Location, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        return new AppProcess(Process.Start(start)!);
    }

    /// <summary>Waits until the app has written the line.</summary>
    public async Task LineAsync(string expected)
    {
        using var limit = new CancellationTokenSource(Eventually.Limit);
        while (await Output.ReadLineAsync(limit.Token) is { } line)
        {
            if (line == expected)
            {
                return;
            }
        }

        Assert.Fail($"The app ended with: {await Errors.ReadToEndAsync(limit.Token)}");
    }

    public Task EndAsync() => _process.WaitForExitAsync().WaitAsync(Eventually.Limit);

    /// <summary>Ends the process as a crash does.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }
}
