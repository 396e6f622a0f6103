using AssetFunctions.Sync.Assets;

namespace AssetFunctions.Sync.Providers;

/// <summary>A network that nothing is known of.</summary>
/// <param name="Nearest">The known network whose name is the most like it.</param>
public sealed record UnknownNetwork(string Network, string Nearest)
{
    public override string ToString() => $"network '{Network}' is not known; the nearest known one is '{Nearest}'";
}

/// <summary>
/// Finds mistyped networks: those that neither the provider's catalog nor the product knows. Without a catalog every network counts as known,
/// because the provider may serve more than the product knows.
/// </summary>
public sealed class KnownNetworks(INetworkCatalog catalog, TimeProvider clock)
{
    /// <summary>Those of the networks that are not known, in their order.</summary>
    /// <param name="networks">Slugs in lower case.</param>
    public async Task<IReadOnlyList<UnknownNetwork>> FindUnknownAsync(IEnumerable<string> networks, CancellationToken cancellationToken)
    {
        var foreign = networks.Where(network => !AssetIdentity.Networks.Contains(network)).ToList();
        if (foreign.Count == 0 || await ListAsync(cancellationToken) is not { Count: > 0 } listed)
        {
            return [];
        }

        return
        [
            .. foreign.Where(network => !listed.ContainsKey(network))
                .Select(network => new UnknownNetwork(network, NearestOf(network, AssetIdentity.Networks.Concat(listed.Keys)))),
        ];
    }

    async Task<IReadOnlyDictionary<string, NetworkInfo>?> ListAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await TimeLimit.RunAsync(catalog.ListAsync, TimeLimit.Interactive, clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    static string NearestOf(string name, IEnumerable<string> known) =>
        EvmNetworks.Find(name) ?? known.MinBy(network => (Edits(name, network), network))!;

    // Levenshtein distance.
    static int Edits(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0]++;
            for (var j = 1; j <= to.Length; j++)
            {
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (from[i - 1] == to[j - 1] ? 0 : 1)));
            }
        }

        return row[^1];
    }
}
