using AssetFunctions.Local.Cosmos.Http;

namespace AssetFunctions.Local.Cosmos.Feeds;

/// <summary>
/// The continuation of a query. A streaming query goes on at a document (<paramref name="Rid"/>), having yielded so many of
/// its rows; any other query is evaluated again and goes on behind so many rows (then the rid is 0).
/// </summary>
readonly record struct QueryPosition(long Rid, int Rows)
{
    /// <exception cref="RequestRefusedException">400 for a token this server did not make.</exception>
    public static QueryPosition Parse(string? token)
    {
        if (string.IsNullOrEmpty(token))
        {
            return default;
        }

        var colon = token.IndexOf(':');
        return colon > 0
            && long.TryParse(token.AsSpan(0, colon), out var rid)
            && int.TryParse(token.AsSpan(colon + 1), out var rows)
            && rid >= 0
            && rows >= 0
            ? new QueryPosition(rid, rows)
            : throw RequestRefusedException.BadRequest("The continuation token is malformed.");
    }

    public override string ToString() => $"{Rid}:{Rows}";
}
