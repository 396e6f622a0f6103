using System.Text.Json;
using System.Text.Json.Serialization;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Transactions;

namespace AssetFunctions.Cosmos.Documents;

/// <summary>Generated serializers for everything that is read from or written to the database.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(DecimalTextConverter), typeof(BigIntegerTextConverter), typeof(UtcTextConverter), typeof(CamelCaseEnumConverter<SpamState>), typeof(CamelCaseEnumConverter<RunStatus>), typeof(CamelCaseEnumConverter<BackfillRange>)])]
[JsonSerializable(typeof(AssetDocument))]
[JsonSerializable(typeof(AssetDocument[]))]
[JsonSerializable(typeof(PriceDocument))]
[JsonSerializable(typeof(MarketDocument))]
[JsonSerializable(typeof(PricePointDocument))]
[JsonSerializable(typeof(IReadOnlyList<PricePointDocument>))]
[JsonSerializable(typeof(PriceSegmentDocument))]
[JsonSerializable(typeof(PriceSegmentDocument[]))]
[JsonSerializable(typeof(PriceHeadDocument))]
[JsonSerializable(typeof(PriceHeadDocument[]))]
[JsonSerializable(typeof(PricePageDocument))]
[JsonSerializable(typeof(PriceRowDocument))]
[JsonSerializable(typeof(PriceHourDocument))]
[JsonSerializable(typeof(PriceHourDocument[]))]
[JsonSerializable(typeof(TrustDocument))]
[JsonSerializable(typeof(WalletDocument))]
[JsonSerializable(typeof(RunDocument))]
[JsonSerializable(typeof(RangeDocument))]
[JsonSerializable(typeof(Dictionary<string, RangeDocument>))]
[JsonSerializable(typeof(PageDocument))]
[JsonSerializable(typeof(LayoutDocument))]
[JsonSerializable(typeof(PageRowDocument))]
[JsonSerializable(typeof(HoursDocument))]
[JsonSerializable(typeof(ValueDocument))]
[JsonSerializable(typeof(FinishDocument))]
[JsonSerializable(typeof(FailureDocument))]
[JsonSerializable(typeof(RegistrationDocument))]
[JsonSerializable(typeof(ClaimDocument))]
[JsonSerializable(typeof(DeletionDocument))]
[JsonSerializable(typeof(WalletRow[]))]
[JsonSerializable(typeof(IdRow[]))]
[JsonSerializable(typeof(ContentRow[]))]
[JsonSerializable(typeof(PositionDocument))]
[JsonSerializable(typeof(PositionDocument[]))]
[JsonSerializable(typeof(SyncDocument))]
[JsonSerializable(typeof(SnapshotDocument))]
[JsonSerializable(typeof(TransactionDocument))]
[JsonSerializable(typeof(HistoryDocument))]
[JsonSerializable(typeof(TransactionMarkRow[]))]
[JsonSerializable(typeof(JsonElement[]))]
[JsonSerializable(typeof(SnapshotRow[]))]
[JsonSerializable(typeof(bool))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(long))]
[JsonSerializable(typeof(long?))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(string[]))]
sealed partial class CosmosJson : JsonSerializerContext
{
    /// <summary>Options for the SDK's serializer, backed only by the generated code.</summary>
    public static JsonSerializerOptions SdkOptions => Default.Options;
}
