namespace AssetFunctions.Cli.Api;

/// <summary>The deployment that the verbs call.</summary>
/// <param name="Api">Base address of its HTTP API, ending in a slash.</param>
/// <param name="Key">Function key or master key, or null when none is needed. Never printed.</param>
/// <param name="IsStarting">True for a local stack that has just started, whose app may need a moment until it listens.</param>
sealed record Deployment(Uri Api, string? Key, bool IsStarting)
{
    const string Route = "api/";

    /// <summary>Parses the base address of the API, with or without <c>api</c> and the trailing slash.</summary>
    /// <returns>The address, or null when the text is not an HTTP address.</returns>
    public static Uri? ParseApi(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps))
        {
            return null;
        }

        var root = new Uri(address.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/");
        return root.AbsolutePath == "/" ? new Uri(root, Route) : root;
    }
}
