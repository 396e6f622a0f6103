using Microsoft.AspNetCore.Http;

namespace AssetFunctions.DevHost.Replay;

/// <summary>A response body that misbehaves after a number of bytes. What is written afterwards is dropped.</summary>
sealed class FaultyStream(HttpContext context, ReplayFault fault, TimeProvider timeProvider) : Stream
{
    long _left = fault switch
    {
        ReplayFault.Cut cut => cut.AfterBytes,
        ReplayFault.Truncate truncate => truncate.AfterBytes,
        ReplayFault.Stall stall => stall.AfterBytes,
        _ => long.MaxValue,
    };

    bool _struck;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public async Task CopyFromAsync(WritePage page)
    {
        await page(this, context.RequestAborted);
        if (_left > 0 || !_struck)
        {
            await StrikeAsync(context.RequestAborted);
        }
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

        if (!_struck)
        {
            await StrikeAsync(cancellationToken);
        }

        if (fault is ReplayFault.Stall)
        {
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

    async Task StrikeAsync(CancellationToken cancellationToken)
    {
        _struck = true;
        await context.Response.Body.FlushAsync(cancellationToken);
        if (fault is ReplayFault.Cut)
        {
            context.Abort();
        }
        else if (fault is ReplayFault.Stall stall)
        {
            await Task.Delay(stall.Time, timeProvider, cancellationToken);
        }
    }
}
