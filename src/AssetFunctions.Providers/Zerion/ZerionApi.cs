using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using AssetFunctions.Providers.Http;
using AssetFunctions.Providers.JsonApi;

namespace AssetFunctions.Providers.Zerion;

/// <summary>URLs, requests and links of Zerion's API.</summary>
sealed class ZerionApi(ZerionOptions options)
{
    readonly string _root = $"{options.BaseAddress.AbsoluteUri.TrimEnd('/')}/v1";
    readonly AuthenticationHeaderValue _authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.ApiKey}:")));

    /// <summary>URL of a list of one wallet, e.g. <c>positions</c>.</summary>
    public Uri WalletResource(string wallet, string list, string query) => new($"{_root}/wallets/{Uri.EscapeDataString(wallet.Trim())}/{list}/{query}");

    /// <summary>URL of a list that belongs to no wallet.</summary>
    public Uri Resource(string list, string query = "") => new($"{_root}/{list}/{query}");

    /// <summary>Returns true if the URL is on the configured host, so that the key may be sent to it.</summary>
    public bool IsOurs(Uri address) => IsSameHost(options.BaseAddress, address);

    public HttpRequestMessage Get(Uri address)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, WithSlash(address));
        request.Headers.Authorization = _authorization;
        if (options.Testnets)
        {
            request.Headers.Add("X-Env", "testnet");
        }

        return request;
    }

    /// <summary>Returns the next page's member of <c>links</c>.</summary>
    public static JsonElement Next(JsonElement links) => links.Member("next");

    /// <summary>Returns the page after this one, or null. A link to another host or in a cycle becomes a gap and is not followed.</summary>
    /// <param name="page">The page just read.</param>
    /// <param name="requested">Pages requested so far, including this one.</param>
    /// <param name="rows">Result of the page.</param>
    public static Uri? NextPage(Uri page, HashSet<Uri> requested, IRowCollector rows)
    {
        if (string.IsNullOrEmpty(rows.Next))
        {
            return null;
        }

        if (!Uri.TryCreate(page, rows.Next, out var next) || !IsSameHost(page, next))
        {
            rows.AddGap("the next page is on another host");
            return null;
        }

        if (requested.Contains(next))
        {
            rows.AddGap("the pages link in a circle");
            return null;
        }

        return next;
    }

    // An upgrade from http to https stays on the same host.
    static bool IsSameHost(Uri requested, Uri other)
    {
        var sameEndpoint = requested.Scheme == other.Scheme && requested.Port == other.Port;
        var upgraded = requested is { Scheme: "http", IsDefaultPort: true } && other is { Scheme: "https", IsDefaultPort: true };
        return string.Equals(requested.IdnHost, other.IdnHost, StringComparison.OrdinalIgnoreCase) && (sameEndpoint || upgraded);
    }

    // Zerion redirects paths without a trailing slash, including those of its own links.
    static Uri WithSlash(Uri address) =>
        address.AbsolutePath.EndsWith('/') ? address : new UriBuilder(address) { Path = $"{address.AbsolutePath}/" }.Uri;
}
