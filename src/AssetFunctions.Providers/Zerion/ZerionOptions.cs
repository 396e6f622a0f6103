using AssetFunctions.Providers.Http;

namespace AssetFunctions.Providers.Zerion;

/// <summary>
/// Settings of the Zerion client, section <c>Zerion</c>. The key is sent as the user name of HTTP Basic authentication; calls per second that
/// are unset follow what Zerion states with every answer. Default: <c>https://api.zerion.io/</c> and 20 pages.
/// </summary>
public sealed class ZerionOptions() : PagedProviderOptions(ZerionDefaults.Provider, ZerionDefaults.MaxPages)
{
    /// <summary>Whether wallets of test networks are asked for (header <c>X-Env</c>). Default: false.</summary>
    public bool Testnets { get; set; }

    /// <summary>
    /// Value of the parameter <c>sync</c>, which clients in production send and Zerion does not document. Unset, the default, it is not sent.
    /// </summary>
    public bool? Sync { get; set; }
}
