using AssetFunctions.Providers.Http;

namespace AssetFunctions.Providers.Zerion;

/// <summary>
/// Settings of the Zerion client, section <c>Zerion</c>. The key is the user name of HTTP Basic authentication. Unset calls per second follow the
/// rate that Zerion states in every response. Default: <c>https://api.zerion.io/</c> and 20 pages.
/// </summary>
public sealed class ZerionOptions() : PagedProviderOptions(ZerionDefaults.Provider, ZerionDefaults.MaxPages)
{
    /// <summary>Fetches wallets of test networks (header <c>X-Env</c>). Default: false.</summary>
    public bool Testnets { get; set; }

    /// <summary>Query parameter <c>sync</c>, which Zerion does not document but production clients send. Unset (the default), it is not sent.</summary>
    public bool? Sync { get; set; }
}
