using System.Collections.Immutable;
using AssetFunctions.Sync;
using AssetFunctions.Sync.Assets;
using Microsoft.Azure.Functions.Worker;

namespace AssetFunctions.Http;

/// <summary>Addresses of wallets and assets in routes.</summary>
static class RouteAddresses
{
    const string Wallet = "wallet";
    const string Network = "network";
    const string ContractAddress = "contractAddress";

    /// <summary>Replaces the addresses among the arguments of a function by their canonical form.</summary>
    /// <exception cref="ProblemException">An address is invalid.</exception>
    public static void Canonicalize(ImmutableArray<FunctionParameter> parameters, object?[] arguments)
    {
        var (wallet, network, contract) = (IndexOf(parameters, Wallet), IndexOf(parameters, Network), IndexOf(parameters, ContractAddress));
        if (wallet >= 0)
        {
            arguments[wallet] = WalletAddress.TryCanonicalize((string?)arguments[wallet], out var canonical)
                ? canonical
                : throw new ProblemException(Problems.BadWallet());
        }

        if (network >= 0 && contract >= 0)
        {
            (arguments[network], arguments[contract]) = TryIdentify((string?)arguments[network], WithSlashes((string?)arguments[contract]), out var key)
                ? (key.Network, key.ContractAddress)
                : throw new ProblemException(Problems.BadAsset());
        }
    }

    /// <summary>Builds the key of an asset; returns false for what cannot be an asset.</summary>
    public static bool TryIdentify(string? network, string? contractAddress, out AssetKey key)
    {
        key = default;
        if (string.IsNullOrWhiteSpace(network) || string.IsNullOrWhiteSpace(contractAddress))
        {
            return false;
        }

        key = AssetIdentity.Canonicalize(network, contractAddress);
        return key.ContractAddress == AssetIdentity.Native
            || (AssetIdentity.IsEvm(key.Network) ? WalletAddress.IsEvm(key.ContractAddress)
                : !AssetIdentity.IsSolana(key.Network) || WalletAddress.IsSolana(key.ContractAddress));
    }

    // Route values are decoded except for slashes. An address with a literal %2F would be misread; no network is known to have such addresses.
    static string? WithSlashes(string? contractAddress) => contractAddress?.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    static int IndexOf(ImmutableArray<FunctionParameter> parameters, string name)
    {
        for (var i = 0; i < parameters.Length; i++)
        {
            if (parameters[i].Name == name)
            {
                return i;
            }
        }

        return -1;
    }
}
