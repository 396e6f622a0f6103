using AssetFunctions.Local.Cosmos.Batches;
using AssetFunctions.Local.Cosmos.Faults;
using AssetFunctions.Local.Cosmos.Feeds;
using AssetFunctions.Local.Cosmos.Items;
using AssetFunctions.Local.Cosmos.Metering;
using AssetFunctions.Local.Cosmos.Resources;

namespace AssetFunctions.Local.Cosmos.Http;

/// <summary>Processes every request: faults, signature, the operation itself, the meter.</summary>
sealed class Gateway(
    Account account, MasterKeyAuthorization authorization, CosmosMeter meter, FaultInjector faults, TimeProvider clock, Func<Uri> endpoint)
{
    readonly AccountHandler _account = new(endpoint);
    readonly ResourceHandler _resources = new(account);
    readonly ItemHandler _items = new(clock);
    readonly BatchHandler _batches = new(clock);
    readonly QueryHandler _queries = new(clock);
    readonly ReadFeedHandler _readFeed = new(clock);

    public async ValueTask<Reply> HandleAsync(GatewayRequest request, CancellationToken cancellationToken)
    {
        var operation = OperationClassifier.Classify(request);
        var container = ContainerNameOf(request.Path);
        var strike = faults.Decide(operation, container);
        if (strike.Latency > TimeSpan.Zero)
        {
            await Task.Delay(strike.Latency, clock, cancellationToken);
        }

        var reply = await ExecuteAsync(request, operation, container, strike);
        meter.Count(new MeterKey(operation, container, reply.Status, request.ClientName), reply.Charge);
        return reply;
    }

    async ValueTask<Reply> ExecuteAsync(GatewayRequest request, OperationType operation, string container, Strike strike)
    {
        if (strike.Rule is { } fault && !strike.IsAfterCommit)
        {
            return FaultReplies.Of(fault);
        }

        var reply = await ReplyAsync(request, operation);
        faults.Spend(container, reply.Charge);
        if (strike.Rule is null)
        {
            return reply;
        }

        var faultReply = FaultReplies.Of(strike.Rule);
        faultReply.Charge = reply.Charge;
        return faultReply;
    }

    async ValueTask<Reply> ReplyAsync(GatewayRequest request, OperationType operation)
    {
        try
        {
            CheckIsKnown(request.Path);
            authorization.Check(request);
            Consistency.Check(request);
            var reply = await DispatchAsync(request, operation);
            if (reply.PartitionId is { } partition)
            {
                Target(request).PartitionById(partition).Spend(reply.Charge);
            }

            return reply;
        }
        catch (RequestRefusedException ex)
        {
            return Reply.Refusal(ex);
        }
    }

    ValueTask<Reply> DispatchAsync(GatewayRequest request, OperationType operation) => operation switch
    {
        OperationType.Create => _items.HandleAsync(request, Target(request), ItemOperationKind.Create),
        OperationType.Read => _items.HandleAsync(request, Target(request), ItemOperationKind.Read),
        OperationType.Upsert => _items.HandleAsync(request, Target(request), ItemOperationKind.Upsert),
        OperationType.Replace => _items.HandleAsync(request, Target(request), ItemOperationKind.Replace),
        OperationType.Delete => _items.HandleAsync(request, Target(request), ItemOperationKind.Delete),
        OperationType.Patch => _items.HandleAsync(request, Target(request), ItemOperationKind.Patch),
        OperationType.Batch or OperationType.Bulk => _batches.HandleAsync(request, Target(request)),
        OperationType.Query => new(_queries.Query(request, Target(request))),
        OperationType.QueryPlan => new(QueryHandler.Plan(request, Target(request))),
        OperationType.ReadFeed when request.Header("A-IM") is not null => throw RequestRefusedException.BadRequest("The change feed is not supported by this local server."),
        OperationType.ReadFeed => new(_readFeed.Read(request, Target(request))),
        OperationType.Account => new(_account.Read()),
        OperationType.CreateDatabase => _resources.CreateDatabaseAsync(request),
        OperationType.ReadDatabase => new(_resources.ReadDatabase(request)),
        OperationType.DeleteDatabase => _resources.DeleteDatabaseAsync(request),
        OperationType.ListDatabases => new(_resources.ListDatabases(request)),
        OperationType.CreateContainer => _resources.CreateContainerAsync(request),
        OperationType.ReadContainer => new(_resources.ReadContainer(request)),
        OperationType.ReplaceContainer => _resources.ReplaceContainerAsync(request),
        OperationType.DeleteContainer => _resources.DeleteContainerAsync(request),
        OperationType.ListContainers => new(_resources.ListContainers(request)),
        OperationType.PkRanges => new(_resources.ListPartitionKeyRanges(request)),
        _ => throw new RequestRefusedException(405, 0, "The resource does not support this method."),
    };

    // Unknown and unsupported resources are refused before the signature is checked: a client cannot sign for them.
    static void CheckIsKnown(ResourcePath path)
    {
        switch (path.Kind)
        {
            case ResourceKind.Unknown:
                throw RequestRefusedException.NotFound();
            case ResourceKind.Unsupported:
                throw new RequestRefusedException(501, 0, $"The local server has no {path.Id}.");
        }
    }

    Container Target(GatewayRequest request)
    {
        var container = account.Get(request.Path.Database, request.Path.Container);
        container.CheckIsIntended(request.Header(CosmosHeaders.IntendedContainerRid));
        return container;
    }

    // Ranges are requested by rid, but the meter and the faults use names.
    string ContainerNameOf(ResourcePath path) =>
        path.Container.Length == 0 ? "" : account.Find(path.Database)?.Find(path.Container)?.Id ?? path.Container;
}
