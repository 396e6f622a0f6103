using AssetFunctions.Sync.Assets;

namespace AssetFunctions.Sync.Providers;

/// <summary>A network that neither the catalog nor the product knows.</summary>
/// <param name="Nearest">The known network with the most similar name.</param>
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
    /// <summary>Finds the unknown ones among networks, in their order.</summary>
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

    static string NearestOf(string name, IEnumerable<string> known) => EvmNetworks.Find(name) ?? NearestName.Of(name, known)!;
}
