using System.Text;

namespace AssetFunctions.Providers.JsonApi;

/// <summary>Where a page holds its rows. Names are at most 16 characters.</summary>
/// <param name="envelope">Member of the document that wraps the other two, or null where they are members of the document itself.</param>
/// <param name="rows">Member with the array of rows.</param>
/// <param name="next">Member that tells of the next page.</param>
sealed class PageShape(string? envelope, string rows, string next)
{
    /// <summary>No page at all.</summary>
    public static readonly PageShape None = new(null, string.Empty, string.Empty);

    readonly byte[] _envelope = Encoding.UTF8.GetBytes(envelope ?? string.Empty);
    readonly byte[] _rows = Encoding.UTF8.GetBytes(rows);
    readonly byte[] _next = Encoding.UTF8.GetBytes(next);

    public ReadOnlySpan<byte> Envelope => _envelope;

    public ReadOnlySpan<byte> Rows => _rows;

    public ReadOnlySpan<byte> Next => _next;
}
