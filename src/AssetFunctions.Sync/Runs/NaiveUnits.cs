namespace AssetFunctions.Sync.Runs;

/// <summary>
/// Charges of the naive algorithm's requests, from the table in Microsoft's "Understand request units consumption" at session consistency. Lower bounds:
/// every document is taken for one of at most 1 KB, the smallest row of the table, in a container without an index.
/// </summary>
static class NaiveUnits
{
    /// <summary>Point read of an asset: 1.00 for 1 KB. An asset that is missing costs no less, because no request costs less than 1.</summary>
    public const double Lookup = 1.00;

    /// <summary>Creation of an asset or a position: 4.95 for 1 KB. Each index term would add 0.2.</summary>
    public const double Create = 4.95;

    /// <summary>
    /// Replacement of a position or of an asset with a new price: a deletion and a creation of 1 KB, 4.95 each. A patch would add 0.4 per property.
    /// </summary>
    public const double Replace = 2 * Create;
}
