namespace AssetFunctions.Sync.Messaging;

/// <summary>Limits of messages. A storage queue accepts 64 KiB on the wire, which is 48 KiB when the host encodes bodies in base64.</summary>
public static class MessageLimits
{
    /// <summary>Largest message the pipeline sends, in bytes of UTF-8.</summary>
    public const int MaxMessageBytes = 48 * 1024;

    /// <summary>Largest decompressed size of a received chunk, in bytes: several times that of the largest valid chunk.</summary>
    public const int MaxDecompressedBytes = 2 * 1024 * 1024;

    /// <summary>Longest run id, in characters.</summary>
    public const int MaxRunIdLength = 64;

    /// <summary>Longest provider cursor, in characters, see <see cref="Providers.TransactionPage.Next"/>.</summary>
    public const int MaxCursorLength = 4096;
}
