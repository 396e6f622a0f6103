namespace AssetFunctions.Local.Cosmos.Query.Values;

/// <summary>
/// Keeps a short query from building values that double with every subquery. Far above the largest page, so no honest query meets it.
/// </summary>
static class WeightLimit
{
    const long MaxWeight = 64 * 1024 * 1024;

    public static long Check(long weight) => weight <= MaxWeight
        ? weight
        : throw new SqlQueryException(0, 0, "SC3004", "The query builds a value that is too large.");
}
