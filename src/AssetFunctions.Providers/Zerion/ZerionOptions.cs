using AssetFunctions.Providers.Http;

namespace AssetFunctions.Providers.Zerion;

/// <summary>
/// Settings of the Zerion client, section <c>Zerion</c>. The key is sent as the user name of HTTP Basic authentication; calls per second that
/// are unset follow what Zerion states with every answer. Default: <c>https://api.zerion.io/</c> and 20 pages.
/// </summary>
public sealed class ZerionOptions() : PagedSourceOptions(ZerionDefaults.BaseAddress, ZerionDefaults.MaxPages);
