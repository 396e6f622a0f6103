using System.Text;

namespace AssetFunctions.Providers.JsonApi;

/// <summary>Member names that locate the rows of a page. Names are at most 16 characters.</summary>
/// <param name="envelope">Member that wraps the other two, or null when they are members of the document itself.</param>
/// <param name="rows">Member with the array of rows.</param>
/// <param name="next">Member that identifies the next page.</param>
sealed class PageShape(string? envelope, string rows, string next)
{
    /// <summary>For providers without pages.</summary>
    public static readonly PageShape None = new(null, string.Empty, string.Empty);

    readonly byte[] _envelope = Encoding.UTF8.GetBytes(envelope ?? string.Empty);
    readonly byte[] _rows = Encoding.UTF8.GetBytes(rows);
    readonly byte[] _next = Encoding.UTF8.GetBytes(next);

    public ReadOnlySpan<byte> Envelope => _envelope;

    public ReadOnlySpan<byte> Rows => _rows;

    public ReadOnlySpan<byte> Next => _next;
}
