using System.Buffers.Binary;
using System.Numerics;

namespace AssetFunctions.Local.Cosmos.Partitioning;

/// <summary>MurmurHash3, x64 variant with 128 bits of result (public domain algorithm by Austin Appleby).</summary>
static class Murmur3
{
    const ulong C1 = 0x87c37b91114253d5;
    const ulong C2 = 0x4cf5ad432745937f;

    /// <summary>The hash with seed 0.</summary>
    public static (ulong Low, ulong High) Hash(ReadOnlySpan<byte> data) => Hash(data, 0, 0);

    /// <summary>The hash with a seed of 128 bits.</summary>
    public static UInt128 Hash(ReadOnlySpan<byte> data, UInt128 seed)
    {
        var (low, high) = Hash(data, (ulong)seed, (ulong)(seed >> 64));
        return new UInt128(high, low);
    }

    static (ulong Low, ulong High) Hash(ReadOnlySpan<byte> data, ulong h1, ulong h2)
    {
        var rest = data;
        while (rest.Length >= 16)
        {
            h1 ^= MixFirst(BinaryPrimitives.ReadUInt64LittleEndian(rest));
            h1 = (BitOperations.RotateLeft(h1, 27) + h2) * 5 + 0x52dce729;
            h2 ^= MixSecond(BinaryPrimitives.ReadUInt64LittleEndian(rest[8..]));
            h2 = (BitOperations.RotateLeft(h2, 31) + h1) * 5 + 0x38495ab5;
            rest = rest[16..];
        }

        if (rest.Length > 0)
        {
            Span<byte> tail = stackalloc byte[16];
            tail.Clear();
            rest.CopyTo(tail);
            h2 ^= MixSecond(BinaryPrimitives.ReadUInt64LittleEndian(tail[8..]));
            h1 ^= MixFirst(BinaryPrimitives.ReadUInt64LittleEndian(tail));
        }

        h1 ^= (ulong)data.Length;
        h2 ^= (ulong)data.Length;
        h1 += h2;
        h2 += h1;
        h1 = Finish(h1);
        h2 = Finish(h2);
        h1 += h2;
        h2 += h1;
        return (h1, h2);
    }

    static ulong MixFirst(ulong k) => BitOperations.RotateLeft(k * C1, 31) * C2;

    static ulong MixSecond(ulong k) => BitOperations.RotateLeft(k * C2, 33) * C1;

    static ulong Finish(ulong k)
    {
        k = (k ^ (k >> 33)) * 0xff51afd7ed558ccd;
        k = (k ^ (k >> 33)) * 0xc4ceb9fe1a85ec53;
        return k ^ (k >> 33);
    }
}
