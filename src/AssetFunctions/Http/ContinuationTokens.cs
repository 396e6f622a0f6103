namespace AssetFunctions.Http;

/// <summary>
/// Continuation tokens: where a page ended, and a signature over that, what is listed and every parameter that decides on what comes next. A
/// token that was changed or is used for another list is worth nothing.
/// </summary>
public sealed class ContinuationTokens(ApiSignature signature)
{
    /// <param name="list">What is listed: a purpose, an owner, filters and order.</param>
    /// <param name="place">Where the page ended.</param>
    public string Create(ReadOnlySpan<string?> list, string place) => signature.Seal(place, list);

    /// <returns>Where the page ended, or null when the token was changed or made for another list.</returns>
    public string? Read(ReadOnlySpan<string?> list, string token) => signature.Open(token, list);
}
