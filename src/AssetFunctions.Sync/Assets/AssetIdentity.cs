using System.Collections.Frozen;

namespace AssetFunctions.Sync.Assets;

/// <summary>
/// Builds the platform-wide identity of an asset: network and address, both in canonical form (<see cref="AddressForms"/>), with
/// <see cref="Native"/> for every face of a network's own coin (<see cref="NativeFaces"/>).
/// </summary>
public static class AssetIdentity
{
    /// <summary>Contract address of a network's own coin.</summary>
    public const string Native = "native";

    const string Solana = "solana";

    /// <summary>Slugs of all networks that the product knows.</summary>
    internal static FrozenSet<string> Networks { get; } = EvmNetworks.Slugs.Concat(NativeFaces.Networks).Concat(AddressForms.Networks).Append(Solana).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether addresses of <paramref name="network"/> are case-insensitive hexadecimal.</summary>
    public static bool IsEvm(string network) => EvmNetworks.Slugs.Contains(network);

    /// <summary>Whether addresses of <paramref name="network"/> are base58 of 32 bytes.</summary>
    public static bool IsSolana(string network) => network == Solana;

    /// <summary>Builds the identity of an asset. An unknown network keeps its own slug.</summary>
    /// <param name="network">Network slug from the provider; surrounding white space and case are ignored.</param>
    /// <param name="contractAddress">Address from the provider; null, empty or a face of the network's own coin means that coin.</param>
    /// <exception cref="ArgumentException">The network is missing.</exception>
    public static AssetKey Canonicalize(string network, string? contractAddress)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(network);
        var slug = network.Trim().ToLowerInvariant();
        return new AssetKey(slug, CanonicalAddress(slug, contractAddress?.Trim()));
    }

    /// <summary>Canonical spelling of any address: contract, account or transaction. Faces of a coin stay addresses.</summary>
    /// <param name="network">Network slug in lower case.</param>
    public static string CanonicalizeAddress(string network, string address) => AddressForms.Canonical(network, address.Trim());

    static string CanonicalAddress(string network, string? address)
    {
        if (string.IsNullOrEmpty(address) || string.Equals(address, Native, StringComparison.OrdinalIgnoreCase))
        {
            return Native;
        }

        var canonical = AddressForms.Canonical(network, address);
        return NativeFaces.Contains(network, canonical) ? Native : canonical;
    }
}
