using System.Net;

namespace AssetFunctions.Providers.Http;

/// <summary>
/// Follows redirects of a GET with all its headers as long as they stay on the host that was asked, and hands any other redirect
/// back unfollowed, so that a key never reaches another host.
/// </summary>
/// <param name="maxRedirects">Redirects followed for one request.</param>
sealed class SameHostRedirectHandler(int maxRedirects) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        for (var followed = 0; followed < maxRedirects && Target(request, response) is { } target; followed++)
        {
            response.Dispose();
            request = Redirected(request, target);
            response = await base.SendAsync(request, cancellationToken);
        }

        return response;
    }

    /// <summary>Whether <paramref name="other"/> is served by the host of <paramref name="asked"/>. Moving up from http to https is the same host.</summary>
    public static bool IsSameHost(Uri asked, Uri other)
    {
        var sameEndpoint = asked.Scheme == other.Scheme && asked.Port == other.Port;
        var upgraded = asked is { Scheme: "http", IsDefaultPort: true } && other is { Scheme: "https", IsDefaultPort: true };
        return string.Equals(asked.IdnHost, other.IdnHost, StringComparison.OrdinalIgnoreCase) && (sameEndpoint || upgraded);
    }

    static Uri? Target(HttpRequestMessage request, HttpResponseMessage response)
    {
        var redirects = response.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
            or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;
        if (!redirects || request.Method != HttpMethod.Get || response.Headers.Location is not { } location)
        {
            return null;
        }

        return Uri.TryCreate(request.RequestUri, location, out var target) && IsSameHost(request.RequestUri!, target) ? target : null;
    }

    static HttpRequestMessage Redirected(HttpRequestMessage request, Uri target)
    {
        var copy = new HttpRequestMessage(request.Method, target) { Version = request.Version, VersionPolicy = request.VersionPolicy };
        foreach (var header in request.Headers)
        {
            copy.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        return copy;
    }
}
