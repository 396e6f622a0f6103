namespace AssetFunctions.Sync.Providers;

/// <summary>
/// What a provider tells of networks. No identity depends on it: a network that is not listed works all the same.
/// </summary>
public interface INetworkCatalog
{
    /// <summary>
    /// The networks by slug. Never fails for the provider's sake: while the list cannot be had, it is the last one, and empty where there has
    /// been none.
    /// </summary>
    Task<IReadOnlyDictionary<string, NetworkInfo>> ListAsync(CancellationToken cancellationToken);
}

/// <summary>One network as its provider describes it.</summary>
public sealed record NetworkInfo
{
    /// <summary>Name of the network in identities, in lower case, e.g. <c>binance-smart-chain</c>.</summary>
    public required string Slug { get; init; }

    /// <summary>Display name, cleaned and bounded; the slug where the provider tells none.</summary>
    public required string Name { get; init; }

    /// <summary>Address of an icon, or null.</summary>
    public string? IconUrl { get; init; }

    /// <summary>The network's own number: hexadecimal with <c>0x</c> on EVM networks, any text elsewhere, or null.</summary>
    public string? ExternalId { get; init; }

    /// <summary>Whether the network is an EVM network, which is what a hexadecimal number says.</summary>
    public bool IsEvm => ExternalId?.StartsWith("0x", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Address of a transaction in a block explorer with <c>{HASH}</c> in place of the hash, or null.</summary>
    public string? TransactionUrlPattern { get; init; }

    /// <summary>Address of a token in a block explorer with <c>{ADDRESS}</c> in place of the contract address, or null.</summary>
    public string? TokenUrlPattern { get; init; }
}
