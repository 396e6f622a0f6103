using System.Globalization;
using System.Net;
using System.Text.Json;
using AssetFunctions.Cosmos.Client;
using AssetFunctions.Cosmos.Documents;
using AssetFunctions.Sync.Assets;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Logging;

namespace AssetFunctions.Cosmos.Registry;

/// <summary>Overrides and price checks in one partition of container <see cref="ContainerDefinitions.Registry"/>.</summary>
sealed partial class CosmosTrustStore(Container container, StoreCalls calls, ILogger<CosmosTrustStore> logger) : ITrustStore
{
    static readonly PartitionKey Partition = new(TrustDocument.Partition);
    static readonly TransactionalBatchItemRequestOptions NoContent = new() { EnableContentResponseOnWrite = false };

    public Task<TrustChanges> ListAsync(string? since, CancellationToken cancellationToken) =>
        calls.RunAsync("reading overrides and price checks", token => ListCoreAsync(since, token), cancellationToken);

    public Task<StoredOverride?> FindOverrideAsync(AssetKey key, CancellationToken cancellationToken) => IsStorable(key)
        ? calls.RunAsync($"reading the override of {key}", token => FindCoreAsync(key, token), cancellationToken)
        : Task.FromResult<StoredOverride?>(null);

    public Task<StoredOverride?> SetOverrideAsync(AssetKey key, AssetOverride? value, OverrideCondition condition, CancellationToken cancellationToken) =>
        calls.RunAsync($"storing the override of {key}", token => SetCoreAsync(TrustMapper.ToDocument(key, value), condition, token), cancellationToken);

    public Task SetConfirmationsAsync(IReadOnlyDictionary<AssetKey, PriceConfirmation> checks, CancellationToken cancellationToken) => calls.RunAsync(
        $"storing {checks.Count} price checks",
        async token =>
        {
            foreach (var slice in checks.Where(check => IsStorable(check.Key)).Chunk(CosmosDefaults.BatchOperations))
            {
                await UpsertAsync(slice, token);
            }

            return true;
        },
        cancellationToken);

    async Task<TrustChanges> ListCoreAsync(string? since, CancellationToken cancellationToken)
    {
        var query = since is null
            ? new QueryDefinition("SELECT * FROM c")
            : new QueryDefinition("SELECT * FROM c WHERE c._ts >= @since").WithParameter("@since", long.Parse(since, CultureInfo.InvariantCulture));
        var overrides = new Dictionary<AssetKey, AssetOverride?>();
        var confirmations = new Dictionary<AssetKey, PriceConfirmation>();
        var next = since is null ? 0 : long.Parse(since, CultureInfo.InvariantCulture);
        foreach (var item in (await container.QueryPagesAsync<JsonElement>(query, Partition, cancellationToken)).SelectMany(page => page))
        {
            if (TryRead(item) is not { } document)
            {
                continue;
            }

            // The margin covers writes of the same seconds that this read did not see.
            next = Math.Max(next, (document.ChangedAt ?? 0) - CosmosDefaults.TrustMarginSeconds);
            if (document.Type == TrustDocument.OverrideType)
            {
                overrides[TrustMapper.KeyOf(document)] = TrustMapper.ToOverride(document);
            }
            else if (document.Type == TrustDocument.ConfirmationType && TrustMapper.ToConfirmation(document) is { } check)
            {
                confirmations[TrustMapper.KeyOf(document)] = check;
            }
        }

        return new TrustChanges(overrides, confirmations, next.ToString(CultureInfo.InvariantCulture));
    }

    // One document that cannot be read, of a newer release or edited by hand, must not hide the others.
    TrustDocument? TryRead(JsonElement item)
    {
        try
        {
            return item.Deserialize(CosmosJson.Default.TrustDocument);
        }
        catch (Exception ex) when (ex is JsonException or InvalidOperationException or FormatException or OverflowException)
        {
            Log.Unreadable(logger, item.TryGetProperty("id", out var id) ? id.ToString() : null, ex.Message);
            return null;
        }
    }

    async Task<StoredOverride?> FindCoreAsync(AssetKey key, CancellationToken cancellationToken) =>
        await FindDocumentAsync(TrustMapper.OverrideId(key), cancellationToken) is { } document && TrustMapper.ToOverride(document) is { } value
            ? new StoredOverride(value, VersionOf(document.ETag!))
            : null;

    Task<TrustDocument?> FindDocumentAsync(string id, CancellationToken cancellationToken) =>
        container.FindAsync(id, Partition, CosmosJson.Default.TrustDocument, cancellationToken);

    async Task<StoredOverride?> SetCoreAsync(TrustDocument document, OverrideCondition condition, CancellationToken cancellationToken)
    {
        if (condition.Version is { } version)
        {
            return await ReplaceAsync(document, $"\"{version}\"", cancellationToken);
        }

        using (var response = await WriteAsync(document, condition.MustBeAbsent, cancellationToken))
        {
            if (!condition.MustBeAbsent || response.StatusCode != HttpStatusCode.Conflict)
            {
                response.EnsureSuccessStatusCode();
                return StoredOf(document, response);
            }
        }

        // The mark of a removal counts as absent.
        return await FindDocumentAsync(document.Id, cancellationToken) is { Removed: true, ETag: { } mark }
            ? await ReplaceAsync(document, mark, cancellationToken)
            : null;
    }

    async Task<ResponseMessage> WriteAsync(TrustDocument document, bool isCreation, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream(Serialize(document));
        return isCreation
            ? await container.CreateItemStreamAsync(content, Partition, cancellationToken: cancellationToken)
            : await container.UpsertItemStreamAsync(content, Partition, cancellationToken: cancellationToken);
    }

    async Task<StoredOverride?> ReplaceAsync(TrustDocument document, string etag, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream(Serialize(document));
        using var response = await container.ReplaceItemStreamAsync(
            content, document.Id, Partition, new ItemRequestOptions { IfMatchEtag = etag }, cancellationToken);
        if (response.StatusCode == HttpStatusCode.PreconditionFailed || StoreCalls.IsMissing(response))
        {
            return null;
        }

        response.EnsureSuccessStatusCode();
        return StoredOf(document, response);
    }

    async Task UpsertAsync(IEnumerable<KeyValuePair<AssetKey, PriceConfirmation>> checks, CancellationToken cancellationToken)
    {
        var batch = container.CreateTransactionalBatch(Partition);
        foreach (var (key, check) in checks)
        {
            batch.UpsertItemStream(new MemoryStream(Serialize(TrustMapper.ToDocument(key, check))), NoContent);
        }

        using var response = await batch.ExecuteAsync(cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            throw StoreCalls.FailureOf(response);
        }
    }

    static byte[] Serialize(TrustDocument document) => JsonSerializer.SerializeToUtf8Bytes(document, CosmosJson.Default.TrustDocument);

    static StoredOverride StoredOf(TrustDocument document, ResponseMessage response) => new(TrustMapper.ToOverride(document), VersionOf(response.Headers.ETag));

    // Versions are ETags without their quotes.
    static string VersionOf(string etag) => etag.Trim('"');

    static bool IsStorable(AssetKey key) => DocumentId.IsWellFormed(key.ToString());

    static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Document {Id} of overrides and price checks cannot be read and is ignored: {Reason}")]
        public static partial void Unreadable(ILogger logger, string? id, string reason);
    }
}
