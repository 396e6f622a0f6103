namespace AssetFunctions.Sync.Transactions;

/// <summary>
/// Notices that the pages of a provider link in a circle, however long, by remembering a single cursor: every second, fourth, eighth and so on
/// takes the place of the one before, so that sooner or later one inside the circle is remembered for a whole round (Brent).
/// </summary>
/// <param name="Mark">Fingerprint of the remembered cursor.</param>
/// <param name="Count">Cursors met so far.</param>
public sealed record CursorLoopDetector(string Mark, int Count)
{
    /// <summary>The trail after the next cursor.</summary>
    public static CursorLoopDetector After(CursorLoopDetector? cursors, string cursor) =>
        cursors is null ? new CursorLoopDetector(MarkOf(cursor), 1)
        : cursors with { Count = cursors.Count + 1, Mark = int.IsPow2(cursors.Count + 1) ? MarkOf(cursor) : cursors.Mark };

    /// <summary>Whether the cursor is the remembered one.</summary>
    public bool IsBackAt(string cursor) => Mark == MarkOf(cursor);

    // Cursors are addresses or opaque texts of any length.
    static string MarkOf(string cursor) => ContentHash.Text(ContentHash.Of(cursor));
}
