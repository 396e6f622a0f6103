using System.Runtime.InteropServices;

namespace AssetFunctions.Sync.Assets;

/// <summary>
/// Compares asset keys in the first cache level, where the default hash of two strings would dominate the cost of a hit. Attackers can choose
/// addresses, so each process seeds its hash.
/// </summary>
sealed class AssetKeyComparer(ulong seed) : IEqualityComparer<AssetKey>
{
    // Odd 64-bit constants of high entropy, as multiply-and-fold hashes use them.
    const ulong WordFactor = 0xA0761D6478BD642F;
    const ulong RestFactor = 0xE7037ED1A0B428DB;

    public bool Equals(AssetKey x, AssetKey y) =>
        string.Equals(x.ContractAddress, y.ContractAddress) && string.Equals(x.Network, y.Network);

    public int GetHashCode(AssetKey key)
    {
        var hash = Mix(Mix(seed, key.ContractAddress), key.Network);
        return (int)(hash ^ (hash >> 32));
    }

    static ulong Mix(ulong hash, string text)
    {
        var words = MemoryMarshal.Cast<char, ulong>(text);
        foreach (var word in words)
        {
            hash = Fold(hash ^ word, WordFactor);
        }

        foreach (var character in text.AsSpan(words.Length * (sizeof(ulong) / sizeof(char))))
        {
            hash = Fold(hash ^ character, RestFactor);
        }

        return hash ^ (ulong)text.Length;
    }

    static ulong Fold(ulong value, ulong factor) => Math.BigMul(value, factor, out var low) ^ low;
}
