using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace AssetFunctions.Local.Cosmos.Http;

/// <summary>
/// The body of a request in a pooled buffer, returned once the reply is sent: a batch is so large that a new array for
/// each would burden the garbage collector.
/// </summary>
sealed class RequestBody : IDisposable
{
    /// <summary>Larger than any valid request; a longer one gets 413 without being read.</summary>
    const int MaxBytes = 4 * 1024 * 1024;

    byte[] _buffer;
    int _length;

    RequestBody(int capacity) => _buffer = ArrayPool<byte>.Shared.Rent(capacity);

    public ReadOnlyMemory<byte> Content => _buffer.AsMemory(0, _length);

    /// <returns>Null when the body is too large.</returns>
    public static async ValueTask<RequestBody?> ReadAsync(HttpRequest request)
    {
        if (request.ContentLength > MaxBytes)
        {
            return null;
        }

        var body = new RequestBody((int)(request.ContentLength ?? 1024) + 1);
        try
        {
            await body.FillAsync(request);
        }
        catch
        {
            body.Dispose();
            throw;
        }

        if (body._length <= MaxBytes)
        {
            return body;
        }

        body.Dispose();
        return null;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    async ValueTask FillAsync(HttpRequest request)
    {
        if (request.ContentLength is 0)
        {
            return;
        }

        int read;
        while ((read = await request.Body.ReadAsync(_buffer.AsMemory(_length), request.HttpContext.RequestAborted)) > 0)
        {
            _length += read;
            if (_length == request.ContentLength || _length > MaxBytes)
            {
                return;
            }

            if (_length == _buffer.Length)
            {
                var larger = ArrayPool<byte>.Shared.Rent(_length * 2);
                _buffer.CopyTo(larger, 0);
                ArrayPool<byte>.Shared.Return(_buffer);
                _buffer = larger;
            }
        }
    }
}
