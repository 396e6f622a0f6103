namespace AssetFunctions.Sync;

/// <summary>Truncates instants to milliseconds, as messages and documents store them, so that they are equal when read back.</summary>
public static class WholeMilliseconds
{
    public static DateTimeOffset GetWholeMilliseconds(this TimeProvider clock) => clock.GetUtcNow().ToWholeMilliseconds();

    public static DateTimeOffset ToWholeMilliseconds(this DateTimeOffset instant) => DateTimeOffset.FromUnixTimeMilliseconds(instant.ToUnixTimeMilliseconds());
}
