namespace AssetFunctions.Sync.Assets;

/// <summary>The check of one asset's price.</summary>
public sealed record CheckedPrice(AssetKey Asset, PriceConfirmation Confirmation);

static class CheckedPrices
{
    static readonly IReadOnlyDictionary<AssetKey, AssetOverride?> NoOverrides = new Dictionary<AssetKey, AssetOverride?>();

    /// <summary>Adds price checks that this process has stored, or that a message carried.</summary>
    public static void Add(this TrustTable table, IReadOnlyCollection<CheckedPrice> checks)
    {
        if (checks.Count > 0)
        {
            table.Add(NoOverrides, checks.ToDictionary(check => check.Asset, check => check.Confirmation));
        }
    }
}
