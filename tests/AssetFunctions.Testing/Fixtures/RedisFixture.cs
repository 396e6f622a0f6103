using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Xunit;

namespace AssetFunctions.Testing.Fixtures;

/// <summary>
/// A Redis of the tests' own: no persistence, on a free port of 127.0.0.1, ended with the tests. It can be killed, started again on the same
/// port (empty, as nothing was saved) and paused. Tests are skipped where <c>redis-server</c> is not installed, except in CI.
/// </summary>
public sealed class RedisFixture : IAsyncLifetime
{
    const string Ready = "Ready to accept connections";
    const int PortTries = 5;

    static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(1);
    static readonly string? Program = FindProgram();

    Process? _server;
    int _port;

    static bool IsCi => string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>Address for clients. Skips the test where there is no Redis to be had.</summary>
    public string ConnectionString
    {
        get
        {
            SkipWithoutServer();
            return $"127.0.0.1:{_port}";
        }
    }

    /// <summary>Starts a server of its own, for tests that kill or pause it.</summary>
    public static async Task<RedisFixture> StartNewAsync()
    {
        var redis = new RedisFixture();
        await redis.InitializeAsync();
        return redis;
    }

    /// <summary>Skips a test of a stack that starts its own Redis where there is none to be had.</summary>
    /// <exception cref="InvalidOperationException">In CI, where no test is skipped.</exception>
    public static void SkipWithoutServer()
    {
        FailInCiWithoutServer();
        Skip.If(Program is null, "redis-server is not installed (Debian: apt-get install redis-server).");
    }

    public async Task InitializeAsync()
    {
        FailInCiWithoutServer();
        if (Program is null)
        {
            return;
        }

        AppDomain.CurrentDomain.ProcessExit += Kill;
        for (var attempt = 1; ; attempt++)
        {
            _port = FreePort();
            try
            {
                await StartAsync();
                return;
            }
            catch (InvalidOperationException) when (attempt < PortTries)
            {
                // Somebody else took the port between the look and the start.
            }
        }
    }

    public async Task DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= Kill;
        await KillAsync();
    }

    /// <summary>Starts the server after it was killed.</summary>
    public async Task StartAsync()
    {
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var server = new Process
        {
            StartInfo = new ProcessStartInfo(
                Program!,
                ["--port", $"{_port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", Path.GetTempPath()])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
            EnableRaisingEvents = true,
        };
        server.OutputDataReceived += (_, line) =>
        {
            if (line.Data?.Contains(Ready, StringComparison.Ordinal) == true)
            {
                ready.TrySetResult();
            }
        };
        server.Exited += (_, _) => ready.TrySetException(new InvalidOperationException("redis-server ended before it was ready."));
        server.Start();
        server.BeginOutputReadLine();
        server.BeginErrorReadLine();
        await ready.Task.WaitAsync(StartTimeout);
        _server = server;
    }

    /// <summary>Ends the server at once, as a crash does.</summary>
    public async Task KillAsync()
    {
        if (_server is not { } server)
        {
            return;
        }

        _server = null;
        server.Kill();
        await server.WaitForExitAsync();
        server.Dispose();
    }

    /// <summary>Keeps the server from answering while its connections stay open.</summary>
    public Task PauseAsync() => SignalAsync("-STOP");

    public Task ResumeAsync() => SignalAsync("-CONT");

    static void FailInCiWithoutServer()
    {
        if (Program is null && IsCi)
        {
            throw new InvalidOperationException("CI has to install redis-server before it runs the tests.");
        }
    }

    async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [signal, $"{_server!.Id}"]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }

    void Kill(object? sender, EventArgs e) => _server?.Kill();

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    static string? FindProgram() => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
        .Split(Path.PathSeparator)
        .Append("/usr/bin")
        .Select(directory => Path.Combine(directory, "redis-server"))
        .FirstOrDefault(File.Exists);
}
