namespace AssetFunctions.Sync.Positions;

/// <summary>One position of a wallet as stored. It holds no price: values are computed from the registry's price when read.</summary>
/// <param name="Id">Document id, unique in the wallet's partition.</param>
/// <param name="Fingerprint">Fingerprint of the stored content.</param>
/// <param name="Row">The position as its provider reported it.</param>
public sealed record Position(string Id, string Fingerprint, ProviderPosition Row)
{
    public static Position From(ProviderPosition row) => new(PositionId.For(row), PositionFingerprint.Of(row), row);
}

/// <summary>
/// Identity of a position within its wallet: asset, position type, protocol, group and pool. Ids start with the network, so a sorted list of
/// positions keeps the assets of one network together.
/// </summary>
public static class PositionId
{
    /// <summary>Prefix of all position ids.</summary>
    public const string Prefix = "p:";

    /// <summary>The first string after all position ids in ordinal order.</summary>
    public const string End = "p;";

    /// <summary>Hexadecimal digits at the end of an id: 128 bits of a SHA-256 over the identity.</summary>
    public const int HashDigits = 32;

    /// <summary>Builds the id: prefix, network, and 128 bits of a SHA-256 over the rest of the identity in hexadecimal.</summary>
    public static string For(ProviderPosition row)
    {
        var identity = ContentHash.Of(row.Asset.Network, row.Asset.ContractAddress, row.Type, row.Protocol, row.GroupId, row.PoolAddress);
        return $"{Prefix}{SafeSlug(row.Asset.Network)}:{Convert.ToHexStringLower(identity.AsSpan(0, HashDigits / 2))}";
    }

    // A provider's slug may contain characters that Cosmos DB forbids in ids. The hash distinguishes slugs that become equal here.
    static string SafeSlug(string network)
    {
        var bounded = network.Length <= 64 ? network : network[..64];
        return string.Create(bounded.Length, bounded, static (span, slug) =>
        {
            for (var i = 0; i < slug.Length; i++)
            {
                span[i] = char.IsAsciiLetterOrDigit(slug[i]) || slug[i] is '-' or '.' or '_' ? slug[i] : '-';
            }
        });
    }
}

/// <summary>Fingerprint of a position's stored content, without its observation time.</summary>
public static class PositionFingerprint
{
    /// <returns>96 bits in base64url, 16 characters.</returns>
    public static string Of(ProviderPosition row)
    {
        List<string?> parts =
        [
            row.Asset.Network,
            row.Asset.ContractAddress,
            row.Type,
            row.Protocol,
            row.GroupId,
            row.PoolAddress,
            row.Name,
            row.ProviderRef,
            row.RawAmount.ToString(),
            row.Decimals.ToString(),
        ];
        // Most positions have neither; their fingerprints stay equal to those of releases before these members.
        if (row.Scale is not null || row.ValueUsd is not null)
        {
            parts.AddRange([ContentHash.PartOf(row.Scale), ContentHash.PartOf(row.ValueUsd)]);
        }

        return ContentHash.Text(ContentHash.Of([.. parts]));
    }
}
