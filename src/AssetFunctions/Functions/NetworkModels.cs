using AssetFunctions.Sync.Providers;

namespace AssetFunctions.Functions;

sealed record NetworksModel(IReadOnlyList<NetworkModel> Networks);

/// <param name="Network">Slug by which assets, positions and transactions name the network.</param>
/// <param name="ChainId">The network's chain id, hexadecimal on EVM networks, or null.</param>
/// <param name="TransactionUrl">URL of a transaction in a block explorer with {HASH} in place of the hash, or null.</param>
/// <param name="TokenUrl">URL of a token there with {ADDRESS} in place of the contract address, or null.</param>
sealed record NetworkModel(string Network, string Name, string? ChainId, string? IconUrl, string? TransactionUrl, string? TokenUrl)
{
    public static NetworkModel Of(NetworkInfo network) => new(
        network.Slug, network.Name, network.ExternalId, network.IconUrl, network.TransactionUrlPattern, network.TokenUrlPattern);
}
