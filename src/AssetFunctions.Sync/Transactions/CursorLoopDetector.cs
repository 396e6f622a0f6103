namespace AssetFunctions.Sync.Transactions;

/// <summary>
/// Detects that a provider's pages link in a loop of any length (Brent's algorithm). It remembers one cursor, replaced at every power of two,
/// so that eventually a cursor inside the loop is kept for a whole round.
/// </summary>
/// <param name="Mark">Fingerprint of the remembered cursor.</param>
/// <param name="Count">Cursors seen so far.</param>
public sealed record CursorLoopDetector(string Mark, int Count)
{
    /// <summary>The detector's state after the next cursor.</summary>
    public static CursorLoopDetector After(CursorLoopDetector? cursors, string cursor) =>
        cursors is null ? new CursorLoopDetector(MarkOf(cursor), 1)
        : cursors with { Count = cursors.Count + 1, Mark = int.IsPow2(cursors.Count + 1) ? MarkOf(cursor) : cursors.Mark };

    /// <summary>Whether the cursor is the remembered one, which means that the pages loop.</summary>
    public bool IsBackAt(string cursor) => Mark == MarkOf(cursor);

    // Cursors are URLs or opaque texts of any length.
    static string MarkOf(string cursor) => ContentHash.Text(ContentHash.Of(cursor));
}
