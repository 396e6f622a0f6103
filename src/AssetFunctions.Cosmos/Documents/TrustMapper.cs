using AssetFunctions.Sync.Assets;

namespace AssetFunctions.Cosmos.Documents;

static class TrustMapper
{
    public static string OverrideId(AssetKey key) => DocumentId.EncodeReserved($"o:{key}");

    /// <param name="value">The override, or null for the mark of its removal.</param>
    public static TrustDocument ToDocument(AssetKey key, AssetOverride? value) => DocumentOf(key, TrustDocument.OverrideType, OverrideId(key)) with
    {
        Removed = value is null ? true : null,
        State = value?.State,
        PriceUsd = value?.PriceUsd,
        Note = value?.Note,
        By = value?.By,
        At = value?.At,
        Ttl = value is null ? CosmosDefaults.RemovedOverrideSeconds : null,
    };

    public static TrustDocument ToDocument(AssetKey key, PriceConfirmation check) =>
        DocumentOf(key, TrustDocument.ConfirmationType, DocumentId.EncodeReserved($"c:{key}")) with
        {
            Provider = check.Provider,
            CheckedAt = check.CheckedAt,
            Usd = check.Usd,
            MaxUsd = check.MaxUsd,
            Ttl = CosmosDefaults.ConfirmationSeconds,
        };

    public static AssetKey KeyOf(TrustDocument document) => new(document.AssetNetwork, document.AssetAddress);

    /// <returns>The override, or null after its removal.</returns>
    public static AssetOverride? ToOverride(TrustDocument document) => document.Removed == true
        ? null
        : new AssetOverride(document.Note ?? string.Empty, document.By ?? string.Empty, document.At ?? DateTimeOffset.UnixEpoch)
        {
            State = document.State,
            PriceUsd = document.PriceUsd > 0 ? document.PriceUsd : null,
        };

    /// <returns>The price check, or null where the document lacks what makes one.</returns>
    public static PriceConfirmation? ToConfirmation(TrustDocument document) => document is { Provider: { } provider, CheckedAt: { } checkedAt }
        ? new PriceConfirmation(provider, checkedAt, document.Usd) { MaxUsd = document.MaxUsd }
        : null;

    static TrustDocument DocumentOf(AssetKey key, string type, string id) => new()
    {
        Id = id,
        Network = TrustDocument.Partition,
        Type = type,
        AssetNetwork = key.Network,
        AssetAddress = key.ContractAddress,
    };
}
