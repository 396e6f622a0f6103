using Microsoft.AspNetCore.Http;

namespace AssetFunctions.Local.Providers.Simulation;

/// <summary>A response body that misbehaves after a number of bytes. Unless it only stalls, later bytes are dropped.</summary>
sealed class FaultyStream(HttpContext context, SimulatedFault fault, TimeProvider timeProvider) : Stream
{
    long _left = fault switch
    {
        SimulatedFault.Cut cut => cut.AfterBytes,
        SimulatedFault.Truncate truncate => truncate.AfterBytes,
        SimulatedFault.Stall stall => stall.AfterBytes,
        _ => long.MaxValue,
    };

    bool _stalled;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public async Task CopyFromAsync(WritePage page)
    {
        // A response that is shorter than its stated length closes the connection; a reset could discard bytes already sent.
        context.Response.ContentLength = fault is SimulatedFault.Cut cut ? cut.AfterBytes + 1 : null;
        await context.Response.StartAsync(context.RequestAborted);
        await page(this, context.RequestAborted);
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var before = (int)Math.Min(buffer.Length, _left);
        if (before > 0)
        {
            await context.Response.Body.WriteAsync(buffer[..before], cancellationToken);
            _left -= before;
        }

        if (before == buffer.Length)
        {
            return;
        }

        if (fault is SimulatedFault.Stall stall)
        {
            await StallAsync(stall, cancellationToken);
            await context.Response.Body.WriteAsync(buffer[before..], cancellationToken);
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("Pages are written asynchronously.");

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    async Task StallAsync(SimulatedFault.Stall stall, CancellationToken cancellationToken)
    {
        if (!_stalled)
        {
            _stalled = true;
            await context.Response.Body.FlushAsync(cancellationToken);
            await Task.Delay(stall.Time, timeProvider, cancellationToken);
        }
    }
}
