namespace AssetFunctions.Sync.Messaging;

/// <summary>Limits of messages. A storage queue accepts 64 KiB on the wire, which is 48 KiB when the host encodes bodies in base64.</summary>
public static class MessageLimits
{
    /// <summary>Largest message the pipeline sends, in bytes of UTF-8.</summary>
    public const int MaxMessageBytes = 48 * 1024;

    /// <summary>Maximum positions of a received chunk: about as many as ever fit <see cref="MaxMessageBytes"/>, whatever the sender is set to.</summary>
    public const int MaxPositions = Runs.ExtractDefaults.MaxPositionsPerChunk;

    /// <summary>Largest decompressed size of a received chunk, in bytes: several times that of the largest valid chunk.</summary>
    public const int MaxDecompressedBytes = 2 * 1024 * 1024;

    /// <summary>Longest run id, in characters.</summary>
    public const int MaxRunIdLength = 64;

    /// <summary>How long a message that only a newer release reads is invisible before an instance takes it again, in seconds.</summary>
    public const int NewerDelaySeconds = 60;

    /// <summary>
    /// How long such a message waits for a newer release, in seconds: seven days, the default time to live of a storage queue. A message with an end of
    /// its own keeps it.
    /// </summary>
    public const int NewerWaitSeconds = 7 * 24 * 60 * 60;

    /// <summary>
    /// Remaining time to live, in seconds, below which such a message goes to the poison queue, so that it is reported instead of expiring: one hour.
    /// </summary>
    public const int NewerReserveSeconds = 60 * 60;

    /// <summary>Longest provider cursor, in characters, see <see cref="Providers.TransactionPage.Next"/>.</summary>
    public const int MaxCursorLength = 4096;
}
