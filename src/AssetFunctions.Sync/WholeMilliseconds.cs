namespace AssetFunctions.Sync;

/// <summary>Instants as messages and documents keep them, so that what was stored equals what was meant.</summary>
public static class WholeMilliseconds
{
    public static DateTimeOffset GetWholeMilliseconds(this TimeProvider clock) => clock.GetUtcNow().ToWholeMilliseconds();

    public static DateTimeOffset ToWholeMilliseconds(this DateTimeOffset instant) => DateTimeOffset.FromUnixTimeMilliseconds(instant.ToUnixTimeMilliseconds());
}
