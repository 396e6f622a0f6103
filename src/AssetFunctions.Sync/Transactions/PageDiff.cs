namespace AssetFunctions.Sync.Transactions;

/// <summary>What a page changes about the stored transactions.</summary>
/// <param name="Writes">Transactions that are new or differ.</param>
/// <param name="Drops">Ids of stored transactions that the provider no longer shows.</param>
/// <param name="Unchanged">Transactions that are stored just so.</param>
sealed record PageDiff(IReadOnlyList<TransactionWrite> Writes, IReadOnlyList<string> Drops, int Unchanged)
{
    /// <param name="rows">The transactions of the page by id.</param>
    /// <param name="stored">What is stored of them and of the stretch that <paramref name="seen"/> has to account for.</param>
    /// <param name="seen">Everything the run has shown of that stretch, or null where it accounts for none.</param>
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
