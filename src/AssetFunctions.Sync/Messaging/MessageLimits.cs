namespace AssetFunctions.Sync.Messaging;

/// <summary>Bounds on messages. A storage queue takes 64 KiB on the wire, which is 48 KiB where the host encodes bodies in base64.</summary>
public static class MessageLimits
{
    /// <summary>Largest message the pipeline sends, in bytes of UTF-8.</summary>
    public const int MaxMessageBytes = 48 * 1024;

    /// <summary>Largest size a received body may unfold to, in bytes: what the largest legal chunk needs, several times over.</summary>
    public const int MaxUnfoldedBytes = 2 * 1024 * 1024;

    /// <summary>Longest run id a sender may choose.</summary>
    public const int MaxRunIdLength = 64;

    /// <summary>Longest cursor of a provider, in characters: what <see cref="Providers.TransactionPage.Next"/> promises.</summary>
    public const int MaxCursorLength = 4096;
}
