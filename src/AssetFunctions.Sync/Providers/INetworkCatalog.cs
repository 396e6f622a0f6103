namespace AssetFunctions.Sync.Providers;

/// <summary>A provider's list of networks. No identity depends on it: unlisted networks work too.</summary>
public interface INetworkCatalog
{
    /// <summary>
    /// Lists the networks by slug. A failing provider never fails the call: the last list is returned, or an empty one if there is none.
    /// </summary>
    Task<IReadOnlyDictionary<string, NetworkInfo>> ListAsync(CancellationToken cancellationToken);
}

/// <summary>One network as its provider describes it.</summary>
public sealed record NetworkInfo
{
    /// <summary>Name of the network in identities, in lower case, e.g. <c>binance-smart-chain</c>.</summary>
    public required string Slug { get; init; }

    /// <summary>Display name, cleaned and bounded; the slug where the provider gives none.</summary>
    public required string Name { get; init; }

    /// <summary>Address of an icon, or null.</summary>
    public string? IconUrl { get; init; }

    /// <summary>The network's own id: hexadecimal with <c>0x</c> on EVM networks, any text elsewhere, or null.</summary>
    public string? ExternalId { get; init; }

    /// <summary>Whether this is an EVM network: its own id is hexadecimal.</summary>
    public bool IsEvm => ExternalId?.StartsWith("0x", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Address of a transaction in a block explorer with <c>{HASH}</c> in place of the hash, or null.</summary>
    public string? TransactionUrlPattern { get; init; }

    /// <summary>Address of a token in a block explorer with <c>{ADDRESS}</c> in place of the contract address, or null.</summary>
    public string? TokenUrlPattern { get; init; }
}
