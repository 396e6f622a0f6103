using AssetFunctions.Local.Cosmos.Http;
using AssetFunctions.Local.Cosmos.Items;
using AssetFunctions.Local.Cosmos.Metering;
using AssetFunctions.Local.Cosmos.Partitioning;
using AssetFunctions.Local.Cosmos.Resources;

namespace AssetFunctions.Local.Cosmos.Batches;

/// <summary>Transactional batches (one logical partition, all or nothing) and bulk requests (each operation on its own).</summary>
sealed class BatchHandler(TimeProvider clock)
{
    const int MaxOperations = 100;
    const int MaxRequestBytes = 2 * 1024 * 1024;
    const int MaxResponseBytes = 4 * 1024 * 1024;

    /// <summary>Sub-status of an operation whose result no longer fits the response.</summary>
    const int ResponseTooLarge = 3402;

    public async ValueTask<Reply> HandleAsync(GatewayRequest request, Container container)
    {
        if (request.Body.Length > MaxRequestBytes)
        {
            throw RequestRefusedException.TooLarge();
        }

        var rows = RecordIo.Read(request.Body);
        if (rows.Count is 0 or > MaxOperations)
        {
            throw RequestRefusedException.BadRequest("Batch request has more operations than what is supported.");
        }

        var parsed = rows.ConvertAll(BatchRow.Read);
        return request.Flag(CosmosHeaders.BatchAtomic)
            ? await CommitAsync(request, container, parsed)
            : await BulkAsync(container, parsed);
    }

    async ValueTask<Reply> CommitAsync(GatewayRequest request, Container container, List<BatchRow> rows)
    {
        var header = request.Header(CosmosHeaders.PartitionKey)
            ?? throw RequestRefusedException.BadRequest("A transactional batch needs a partition key.");
        var key = PartitionKeyValue.ParseHeader(header);
        var definition = container.Definition;
        var partition = container.PartitionOf(key.Epk);
        SessionTokens.Check(request.Header(CosmosHeaders.SessionToken), partition);
        partition.Admit();
        var operations = rows.ConvertAll(row => Prepare(row, key, definition));
        var executor = new ItemExecutor(definition, clock);
        var written = operations.Where(part => part.Operation is { Kind: not ItemOperationKind.Read }).Select(part => (key.Epk, part.Operation!.Id));
        var (results, lsn, durable) = partition.Write(draft => Apply(draft, executor, operations), written);
        await durable;
        results = Array.ConvertAll(results, result => result with { Charge = RequestUnits.InBatch(result.Charge) });
        return ReplyWith(container, partition, lsn, rows, results);
    }

    async ValueTask<Reply> BulkAsync(Container container, List<BatchRow> rows)
    {
        var definition = container.Definition;
        var executor = new ItemExecutor(definition, clock);
        var results = new ItemResult[rows.Count];
        var pending = new List<Task>();
        var (partition, lastLsn) = (container.Partitions[0], 0L);
        var responseBytes = 0L;
        for (var i = 0; i < rows.Count; i++)
        {
            var (operation, failure) = Prepare(rows[i], null, definition);
            if (operation is null)
            {
                results[i] = failure;
                continue;
            }

            partition = container.PartitionOf(operation.Key.Epk);
            if (pending.Count == 0)
            {
                // A bulk request that has started runs to its end: after a 429 the client would send all of it again.
                partition.Admit();
            }

            var (result, lsn, durable) = partition.Write(draft => executor.Apply(draft, operation));
            lastLsn = lsn;
            pending.Add(durable);
            responseBytes += operation.IsMinimal ? 0 : result.Item?.Body.Length ?? 0;
            results[i] = responseBytes > MaxResponseBytes
                ? ItemResult.Failure(413, result.Charge, ErrorTexts.TooLarge, ResponseTooLarge)
                : result;
        }

        await Task.WhenAll(pending);
        return ReplyWith(container, partition, lastLsn, rows, results);
    }

    static ItemResult[] Apply(
        PartitionDraft draft, ItemExecutor executor, List<(ItemOperation? Operation, ItemResult Failure)> operations)
    {
        var results = new ItemResult[operations.Count];
        var responseBytes = 0L;
        for (var i = 0; i < operations.Count; i++)
        {
            var (operation, failure) = operations[i];
            results[i] = operation is null ? failure : executor.Apply(draft, operation);
            responseBytes += operation is null or { IsMinimal: true } ? 0 : results[i].Item?.Body.Length ?? 0;
            if (responseBytes > MaxResponseBytes)
            {
                draft.Undo();
                return FailedAt(operations.Count - 1, ItemResult.Failure(413, results[i].Charge, ErrorTexts.TooLarge), operations.Count);
            }

            if (results[i].IsFailure)
            {
                draft.Undo();
                return FailedAt(i, results[i], operations.Count);
            }
        }

        return results;
    }

    static ItemResult[] FailedAt(int index, ItemResult failure, int count)
    {
        var results = new ItemResult[count];
        Array.Fill(results, ItemResult.Failure(424, 0, ErrorTexts.FailedDependency));
        results[index] = failure;
        return results;
    }

    static (ItemOperation? Operation, ItemResult Failure) Prepare(BatchRow row, PartitionKeyValue? batchKey, ContainerDefinition definition)
    {
        try
        {
            var key = batchKey
                ?? PartitionKeyValue.ParseHeader(row.PartitionKey ?? throw RequestRefusedException.BadRequest("The operation needs a partition key."));
            var operation = ItemOperationFactory.Create(
                row.Kind, definition, key, row.Id, row.Body, row.IfMatch, row.IfNoneMatch, row.IsMinimal);
            return (operation, default);
        }
        catch (RequestRefusedException e)
        {
            return (null, ItemResult.Failure(e.Status, RequestUnits.Minimum, e.Message, e.SubStatus));
        }
    }

    static Reply ReplyWith(
        Container container, PhysicalPartition partition, long lsn, List<BatchRow> rows, ItemResult[] results)
    {
        var output = new List<byte[]>(rows.Count);
        for (var i = 0; i < rows.Count; i++)
        {
            output.Add(BatchResultRow.Write(results[i], rows[i].IsMinimal));
        }

        var isPlain = Array.TrueForAll(results, result => result.Status is >= 200 and < 300);
        var hasFailed = Array.Exists(results, result => result.IsFailure);
        return new Reply(isPlain ? 200 : 207)
        {
            Body = RecordIo.Write(output),
            ContentType = "application/octet-stream",
            Charge = Math.Round(results.Sum(result => result.Charge), 2),
            PartitionId = partition.Id,
            SessionToken = SessionTokens.Of(partition, lsn),
            ContentPath = hasFailed ? null : container.Rid,
            AltContentPath = hasFailed ? null : container.AlternateName,
        };
    }
}
