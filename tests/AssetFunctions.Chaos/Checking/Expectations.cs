using System.Numerics;
using AssetFunctions.Chaos.Planning;
using AssetFunctions.Local.Providers.Samples;

namespace AssetFunctions.Chaos.Checking;

/// <summary>The expected positions of the wallets of a plan in each version.</summary>
sealed class Expectations
{
    readonly Dictionary<string, BigInteger>[][] _amounts;

    public Expectations(ChaosPlan plan) => _amounts =
    [
        .. plan.Wallets.Select(wallet => Enumerable.Range(0, plan.Rounds)
            .Select(version => wallet.PositionsAt(version).ToDictionary(KeyOf, position => position.Amount, StringComparer.Ordinal))
            .ToArray()),
    ];

    /// <summary>Amounts of a wallet's positions by their identity.</summary>
    public IReadOnlyDictionary<string, BigInteger> Of(int wallet, int version) => _amounts[wallet][version];

    /// <summary>The identity of a position in its wallet.</summary>
    public static string KeyOf(string network, string address, string type, string? protocol) => $"{network} {address.ToLowerInvariant()} {type} {protocol}";

    static string KeyOf(ChangingPosition position) => KeyOf(position.Network, position.Address, position.Type, position.Protocol);
}
