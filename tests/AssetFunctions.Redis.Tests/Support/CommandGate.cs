using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace AssetFunctions.Redis.Tests.Support;

/// <summary>
/// A proxy between a client and Redis that, once armed, holds all responses back until a number of commands of a kind have been sent. A client that
/// waits for a response before it sends its next command never gets one.
/// </summary>
sealed class CommandGate : IAsyncDisposable
{
    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource _end = new();
    readonly string _redis;
    readonly Task _accepting;
    readonly StringBuilder _sent = new();
    TaskCompletionSource _gate = new();
    string _command = string.Empty;
    int _expected;

    public CommandGate(string redis)
    {
        _redis = redis;
        _gate.SetResult();
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string ConnectionString => _listener.LocalEndpoint.ToString()!;

    /// <summary>Commands of the armed kind sent since.</summary>
    public int Sent
    {
        get
        {
            lock (_sent)
            {
                return Regex.Count(_sent.ToString(), $@"\$\d+\r\n{_command}\r\n", RegexOptions.IgnoreCase, TimeSpan.FromSeconds(5));
            }
        }
    }

    public void Arm(string command, int expected)
    {
        lock (_sent)
        {
            _sent.Clear();
            _command = command;
            _expected = expected;
            _gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
    }

    async Task AcceptAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            var client = await _listener.AcceptTcpClientAsync(_end.Token);
            var server = new TcpClient();
            await server.ConnectAsync(IPEndPoint.Parse(_redis), _end.Token);
            _ = PumpAsync(client, server, Note);
            _ = PumpAsync(server, client, _ => _gate.Task);
        }
    }

    async Task PumpAsync(TcpClient from, TcpClient to, Func<ReadOnlyMemory<byte>, Task> pass)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.GetStream().ReadAsync(buffer, _end.Token) is > 0 and var length)
            {
                await pass(buffer.AsMemory(0, length));
                await to.GetStream().WriteAsync(buffer.AsMemory(0, length), _end.Token);
            }
        }
        catch (Exception ex) when (ex is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // Either side has disconnected.
        }
        finally
        {
            from.Dispose();
            to.Dispose();
        }
    }

    Task Note(ReadOnlyMemory<byte> bytes)
    {
        lock (_sent)
        {
            _sent.Append(Encoding.Latin1.GetString(bytes.Span));
            if (_expected > 0 && Sent >= _expected)
            {
                _gate.TrySetResult();
            }
        }

        return Task.CompletedTask;
    }
}
