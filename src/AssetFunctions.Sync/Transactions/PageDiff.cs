namespace AssetFunctions.Sync.Transactions;

/// <summary>Changes that a page makes to the stored transactions.</summary>
/// <param name="Writes">Transactions that are new or differ.</param>
/// <param name="Drops">Ids of stored transactions that the provider no longer reports.</param>
/// <param name="Unchanged">Number of transactions that are already stored with the same content.</param>
sealed record PageDiff(IReadOnlyList<TransactionWrite> Writes, IReadOnlyList<string> Drops, int Unchanged)
{
    /// <param name="rows">The transactions of the page by id.</param>
    /// <param name="stored">Stored marks of these transactions and of the window that <paramref name="seen"/> covers.</param>
    /// <param name="seen">Ids the run has seen in that window, or null when nothing may be dropped.</param>
    public static PageDiff Between(
        IReadOnlyDictionary<string, WalletTransaction> rows, IReadOnlyList<StoredMark> stored, IReadOnlyCollection<string>? seen)
    {
        var known = stored.ToDictionary(mark => mark.Id, mark => mark.Fingerprint, StringComparer.Ordinal);
        var writes = new List<TransactionWrite>();
        foreach (var (id, row) in rows)
        {
            var fingerprint = TransactionFingerprint.Of(row);
            var isStored = known.TryGetValue(id, out var before);
            if (before != fingerprint)
            {
                writes.Add(new TransactionWrite(id, fingerprint, row, IsNew: !isStored));
            }
        }

        var shown = seen is null ? null : new HashSet<string>(seen, StringComparer.Ordinal);
        IReadOnlyList<string> drops = shown is null
            ? []
            : [.. stored.Where(mark => !mark.IsDropped && !shown.Contains(mark.Id) && !rows.ContainsKey(mark.Id)).Select(mark => mark.Id)];
        return new PageDiff(writes, drops, rows.Count - writes.Count);
    }
}
