using System.Buffers.Binary;
using System.Text;
using AssetFunctions.Local.Cosmos.Partitioning;

namespace AssetFunctions.Local.Cosmos.Query.Values;

/// <summary>
/// The hash by which ORDER BY ranks arrays among arrays and objects among objects. The SDK merges partitions by the same
/// hash and sends it as the position from which a sorted query resumes, so seeds and steps are those of its DistinctHash.
/// </summary>
static class StructureHash
{
    static readonly UInt128 Root = Seed(0xbfc2359eafc0e2b7, 0x8846e00284c4cf1f);
    static readonly UInt128 Null = Seed(0x1380f68bb3b0cfe4, 0x156c918bf564ee48);
    static readonly UInt128 False = Seed(0xc1be517fe893b40c, 0xe9fc8a4c531cd0dd);
    static readonly UInt128 True = Seed(0xf86d4abf9a412e74, 0x788488365c8a985d);
    static readonly UInt128 Number = Seed(0x2400e8b894ce9c2a, 0x790be1eabd7b9481);
    static readonly UInt128 String = Seed(0x61f53f0a44204cfb, 0x09481be8ef4b56dd);
    static readonly UInt128 Array = Seed(0xfa573b014c4dc18e, 0xa014512c858eb115);
    static readonly UInt128 ArrayIndex = Seed(0xfe057204216db999, 0x5b1cc3178bd9c593);
    static readonly UInt128 Object = Seed(0x77b285ac511aef30, 0x3dcf187245822449);
    static readonly UInt128 PropertyName = Seed(0xc915dde058492a8a, 0x7c8be2eba72e4634);

    public static UInt128 Of(SqlValue value) => Of(value, Root);

    /// <summary>Hashes rank by their bytes, the least significant first.</summary>
    public static int Compare(UInt128 x, UInt128 y) => Reversed(x).CompareTo(Reversed(y));

    static UInt128 Of(SqlValue value, UInt128 seed) => value switch
    {
        SqlNull => Mix(Null, seed),
        SqlBoolean boolean => Mix(boolean.Value ? True : False, seed),
        SqlNumber number => OfNumber(number.Value, Mix(Number, seed)),
        SqlString text => OfText(text.Value, Mix(String, seed)),
        SqlArray array => OfArray(array, Mix(Array, seed)),
        SqlObject members => OfObject(members, Mix(Object, seed)),
        _ => seed,
    };

    static UInt128 OfArray(SqlArray array, UInt128 hash)
    {
        for (var i = 0; i < array.Items.Count; i++)
        {
            hash = Mix(Of(array.Items[i], ArrayIndex + (UInt128)i), hash);
        }

        return hash;
    }

    /// <summary>The members are combined by exclusive or, so that their order has no influence.</summary>
    static UInt128 OfObject(SqlObject value, UInt128 hash)
    {
        var members = UInt128.Zero;
        foreach (var (name, member) in value.Members)
        {
            members ^= Of(member, OfText(name, Mix(String, PropertyName)));
        }

        return members == UInt128.Zero ? hash : Mix(members, hash);
    }

    /// <summary>A double with 16 more bits of precision, which no double needs.</summary>
    static UInt128 OfNumber(double value, UInt128 seed)
    {
        Span<byte> bytes = stackalloc byte[sizeof(double) + sizeof(ushort)];
        bytes.Clear();
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
        return Murmur3.Hash(bytes, seed);
    }

    static UInt128 OfText(string text, UInt128 seed) => Murmur3.Hash(Encoding.UTF8.GetBytes(text), seed);

    static UInt128 Mix(UInt128 value, UInt128 seed)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128LittleEndian(bytes, value);
        return Murmur3.Hash(bytes, seed);
    }

    static UInt128 Reversed(UInt128 value) => BinaryPrimitives.ReverseEndianness(value);

    static UInt128 Seed(ulong low, ulong high) => new(high, low);
}
