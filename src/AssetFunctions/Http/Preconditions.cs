using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace AssetFunctions.Http;

/// <summary>The condition of a change, from its If-Match or If-None-Match header.</summary>
/// <param name="Version">The version that the resource must have, or null for any.</param>
/// <param name="MustBeAbsent">Whether there must be no such resource.</param>
readonly record struct Preconditions(string? Version, bool MustBeAbsent)
{
    /// <returns>False unless there is one version in If-Match, or '*' in If-None-Match, or neither header.</returns>
    public static bool TryRead(IHeaderDictionary headers, out Preconditions condition)
    {
        condition = new Preconditions(Version: null, MustBeAbsent: headers.IfNoneMatch.Count > 0);
        if (condition.MustBeAbsent)
        {
            return headers.IfMatch.Count == 0 && headers.IfNoneMatch is ["*"];
        }

        if (headers.IfMatch.Count == 0)
        {
            return true;
        }

        if (headers.IfMatch is not [{ } text] || !EntityTagHeaderValue.TryParse(text, out var tag) || tag.Equals(EntityTagHeaderValue.Any))
        {
            return false;
        }

        condition = new Preconditions(tag.Tag.ToString().Trim('"'), MustBeAbsent: false);
        return true;
    }
}
