using System.Buffers.Text;
using System.Text;
using AssetFunctions.Sync;

namespace AssetFunctions.Http;

/// <summary>
/// Continuation tokens: where a page ended, and a checksum over that, what is listed and every parameter that decides on what comes next. The
/// checksum finds a token that was damaged or belongs to another list. It is no secret: anyone can make one up, so the place is validated by its reader.
/// </summary>
static class ContinuationTokens
{
    /// <param name="list">What is listed: a purpose, an owner, filters and order.</param>
    /// <param name="place">Where the page ended.</param>
    public static string Create(ReadOnlySpan<string?> list, string place) => $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(place))}.{ChecksumOf(list, place)}";

    /// <returns>Where the page ended, or null when the token is damaged or was made for another list.</returns>
    public static string? Read(ReadOnlySpan<string?> list, string token)
    {
        var dot = token.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0 || !Base64Url.IsValid(token.AsSpan(0, dot)))
        {
            return null;
        }

        var place = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token.AsSpan(0, dot)));
        return token.AsSpan(dot + 1).SequenceEqual(ChecksumOf(list, place)) ? place : null;
    }

    static string ChecksumOf(ReadOnlySpan<string?> list, string place) => ContentHash.Text(ContentHash.Of([place, .. list]));
}
