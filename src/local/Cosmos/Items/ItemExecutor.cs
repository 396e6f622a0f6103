using AssetFunctions.Local.Cosmos.Http;
using AssetFunctions.Local.Cosmos.Metering;
using AssetFunctions.Local.Cosmos.Partitioning;
using AssetFunctions.Local.Cosmos.Resources;

namespace AssetFunctions.Local.Cosmos.Items;

/// <summary>Executes operations on items of one container, as of one moment.</summary>
sealed class ItemExecutor(ContainerDefinition container, TimeProvider clock)
{
    readonly long _now = clock.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>A point read outside any commit.</summary>
    public ItemResult Read(PartitionState state, ItemOperation operation) =>
        Read(state.Find(operation.Key.Epk, operation.Id), operation);

    public ItemResult Apply(PartitionDraft draft, ItemOperation operation)
    {
        var stored = draft.Find(operation.Key.Epk, operation.Id);
        if (operation.Kind == ItemOperationKind.Read)
        {
            return Read(stored, operation);
        }

        var current = stored?.IsExpired(container.DefaultTimeToLive, _now) == true ? null : stored;
        if (Refuse(operation, current) is { } failure)
        {
            return failure;
        }

        return operation.Kind switch
        {
            ItemOperationKind.Delete => Delete(draft, current!),
            ItemOperationKind.Patch => Patch(draft, current!, operation),
            _ => Put(draft, stored, current, operation.Document!),
        };
    }

    ItemResult Read(Item? stored, ItemOperation operation)
    {
        if (stored is null || stored.IsExpired(container.DefaultTimeToLive, _now))
        {
            return ItemResult.Failure(404, RequestUnits.Minimum, ErrorTexts.NotFound);
        }

        // Inside a batch, the service treats either condition of a read as "only if it changed".
        var known = operation.IfNoneMatch ?? operation.IfMatch;
        return EntityTagMatches(known, stored)
            ? new ItemResult(304, 0, stored, RequestUnits.Minimum, null)
            : new ItemResult(200, 0, stored, RequestUnits.PointRead(stored.Body.Length), null);
    }

    static ItemResult? Refuse(ItemOperation operation, Item? current)
    {
        var charge = current is null ? RequestUnits.Minimum : RequestUnits.PointRead(current.Body.Length);
        if (operation.Kind == ItemOperationKind.Create)
        {
            return current is null ? null : ItemResult.Failure(409, charge, ErrorTexts.Conflict);
        }

        if (current is null)
        {
            return operation.Kind == ItemOperationKind.Upsert ? null : ItemResult.Failure(404, charge, ErrorTexts.NotFound);
        }

        var isExpected = operation.IfMatch is null || EntityTagMatches(operation.IfMatch, current);
        return isExpected && !EntityTagMatches(operation.IfNoneMatch, current)
            ? null
            : ItemResult.Failure(412, charge, ErrorTexts.PreconditionFailed);
    }

    static bool EntityTagMatches(string? condition, Item item) =>
        condition is not null
        && (condition is "*" || string.Equals(condition.Trim('"'), item.ETag.Trim('"'), StringComparison.Ordinal));

    ItemResult Put(PartitionDraft draft, Item? stored, Item? current, NewDocument document)
    {
        var item = document.Complete(draft.NextVersion(), current, container, _now);
        draft.Change(stored, item);
        return current is null
            ? new ItemResult(201, 0, item, RequestUnits.Create(item.Body.Length, item.Terms.Length), null)
            : new ItemResult(200, 0, item, ReplacementCharge(current, item), null);
    }

    ItemResult Patch(PartitionDraft draft, Item current, ItemOperation operation)
    {
        var patch = operation.Patch!;
        var charge = RequestUnits.RefusedPatch(current.Body.Length);
        try
        {
            if (!patch.Matches(current.Body))
            {
                return ItemResult.Failure(412, charge, ErrorTexts.PreconditionFailed, subStatus: 1110);
            }

            var document = NewDocument.Parse(patch.Apply(current.Body), container);
            if (document.Key != operation.Key || !string.Equals(document.Id, current.Id, StringComparison.Ordinal))
            {
                return ItemResult.Failure(400, charge, "Message: {\"Errors\":[\"A patch can change neither the id nor the partition key.\"]}");
            }

            var result = Put(draft, current, current, document);
            return result with { Charge = result.IsFailure ? result.Charge : RequestUnits.Patch(result.Charge, patch.Count) };
        }
        catch (RequestRefusedException e)
        {
            return ItemResult.Failure(e.Status, charge, e.Message, e.SubStatus);
        }
    }

    static ItemResult Delete(PartitionDraft draft, Item current)
    {
        draft.Change(current, null);
        return new ItemResult(204, 0, null, RequestUnits.Delete(current.Body.Length, current.Terms.Length), null);
    }

    static double ReplacementCharge(Item before, Item after) => RequestUnits.Replace(
        before.Body.Length, after.Body.Length, IndexTerms.CountTouched(before.Terms, after.Terms));
}
