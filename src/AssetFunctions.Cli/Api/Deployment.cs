namespace AssetFunctions.Cli.Api;

/// <summary>Which deployment the verbs speak to.</summary>
/// <param name="Api">Base address of its HTTP API, ending in a slash.</param>
/// <param name="Key">Function key or master key, or null where none is needed. Never printed.</param>
/// <param name="IsStarting">Whether a local stack has just announced itself there, whose app may need a moment until it listens.</param>
sealed record Deployment(Uri Api, string? Key, bool IsStarting)
{
    const string Route = "api/";

    /// <summary>Base address of the API from what a person types: with or without <c>api</c>, with or without the last slash.</summary>
    /// <returns>The address, or null when the text is no address of HTTP.</returns>
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
