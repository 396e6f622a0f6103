using System.Buffers.Text;
using System.Text;
using AssetFunctions.Sync;

namespace AssetFunctions.Http;

/// <summary>
/// Continuation tokens: the place where a page ended, and a checksum over the place and everything that determines the list. The checksum detects a
/// token that is damaged or belongs to another list. It is no secret: anyone can make a token, so its reader validates the place.
/// </summary>
static class ContinuationTokens
{
    /// <param name="list">Identity of the list: a purpose, an owner, filters and order.</param>
    /// <param name="place">The place where the page ended.</param>
    public static string Create(ReadOnlySpan<string?> list, string place) => $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(place))}.{ChecksumOf(list, place)}";

    /// <returns>The place where the page ended, or null when the token is damaged or belongs to another list.</returns>
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
