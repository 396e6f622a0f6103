using AssetFunctions.Http;
using AssetFunctions.Sync.Providers;

namespace AssetFunctions.Functions;

/// <summary>Ends requests that name a network that does not exist.</summary>
static class NetworkChecks
{
    /// <param name="names">Slugs in lower case; null stands for no network.</param>
    /// <exception cref="ProblemException">One of them is not known.</exception>
    public static async Task RequireAsync(this KnownNetworks networks, IEnumerable<string?> names, CancellationToken cancellationToken)
    {
        if (await networks.FindUnknownAsync(names.OfType<string>(), cancellationToken) is [var unknown, ..])
        {
            throw new ProblemException(Problems.UnknownNetwork(unknown));
        }
    }
}
