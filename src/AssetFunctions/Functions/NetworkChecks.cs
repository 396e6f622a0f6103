using AssetFunctions.Http;
using AssetFunctions.Sync.Providers;

namespace AssetFunctions.Functions;

/// <summary>Rejects requests that name an unknown network.</summary>
static class NetworkChecks
{
    /// <param name="names">Slugs in lower case; null means no network.</param>
    /// <exception cref="ProblemException">A network is unknown.</exception>
    public static async Task RequireAsync(this KnownNetworks networks, IEnumerable<string?> names, CancellationToken cancellationToken)
    {
        if (await networks.FindUnknownAsync(names.OfType<string>(), cancellationToken) is [var unknown, ..])
        {
            throw new ProblemException(Problems.UnknownNetwork(unknown));
        }
    }
}
