using AssetFunctions.Local.Cosmos.Http;
using AssetFunctions.Local.Cosmos.Partitioning;
using AssetFunctions.Local.Cosmos.Resources;

namespace AssetFunctions.Local.Cosmos.Items;

/// <summary>Requests for one item.</summary>
sealed class ItemHandler(TimeProvider clock)
{
    public async ValueTask<Reply> HandleAsync(GatewayRequest request, Container container, ItemOperationKind kind)
    {
        var definition = container.Definition;
        var operation = ItemOperationFactory.Create(
            kind,
            definition,
            ReadKey(request),
            request.Path.IsFeed ? null : request.Path.Id,
            request.Body,
            kind == ItemOperationKind.Read ? null : request.Header("If-Match"),
            request.Header("If-None-Match"),
            request.WantsMinimalReply);
        var partition = container.PartitionOf(operation.Key.Epk);
        partition.Admit();
        var executor = new ItemExecutor(definition, clock);
        if (kind == ItemOperationKind.Read)
        {
            SessionTokens.Check(request.Header(CosmosHeaders.SessionToken), partition);
            var state = partition.State;
            return ReplyWith(container, partition, state.Lsn, operation, executor.Read(state, operation));
        }

        var (result, lsn, durable) = partition.Write(draft => executor.Apply(draft, operation), (operation.Key.Epk, operation.Id));
        await durable;
        return ReplyWith(container, partition, lsn, operation, result);
    }

    static PartitionKeyValue ReadKey(GatewayRequest request) => PartitionKeyValue.ParseHeader(
        request.Header(CosmosHeaders.PartitionKey)
        ?? throw RequestRefusedException.BadRequest("PartitionKey value must be supplied for this operation."));

    static Reply ReplyWith(
        Container container, PhysicalPartition partition, long lsn, ItemOperation operation, in ItemResult result)
    {
        var showsDocument = result.Item is not null && !operation.IsMinimal && result.Status != 304;
        return new Reply(result.Status)
        {
            SubStatus = result.SubStatus,
            Charge = result.Charge,
            Error = result.Error,
            Body = showsDocument ? result.Item!.Body : default(ReadOnlyMemory<byte>),
            ETag = result.Item?.ETag,
            PartitionId = partition.Id,
            SessionToken = SessionTokens.Of(partition, lsn),
            ContentPath = result.IsFailure ? null : container.Rid,
            AltContentPath = result.IsFailure ? null : container.AlternateName,
        };
    }
}
