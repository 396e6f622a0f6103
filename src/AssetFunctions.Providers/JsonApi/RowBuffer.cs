using System.Buffers;

namespace AssetFunctions.Providers.JsonApi;

/// <summary>A reusable pooled buffer for one value at a time. It grows to a limit and ignores bytes beyond it.</summary>
sealed class RowBuffer : IDisposable
{
    const int InitialBytes = 16 * 1024;

    byte[] _bytes = ArrayPool<byte>.Shared.Rent(InitialBytes);
    int _length;
    int _limit;

    /// <summary>Rented bytes, at most twice the largest limit.</summary>
    public int Capacity => _bytes.Length;

    /// <summary>True if the value exceeds the limit.</summary>
    public bool Overflowed { get; private set; }

    /// <summary>The value so far, valid until the next <see cref="Reset"/>.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _length);

    /// <summary>Starts the next value and keeps at most <paramref name="limit"/> bytes of it.</summary>
    public void Reset(int limit)
    {
        _limit = limit;
        _length = 0;
        Overflowed = false;
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        var kept = bytes[..Math.Min(bytes.Length, _limit - _length)];
        Overflowed |= kept.Length < bytes.Length;
        if (_length + kept.Length > _bytes.Length)
        {
            Grow(_length + kept.Length);
        }

        kept.CopyTo(_bytes.AsSpan(_length));
        _length += kept.Length;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        _length = 0;
    }

    void Grow(int needed)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, _bytes.Length * 2));
        _bytes.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
