using AssetFunctions.Local.Cosmos.Http;
using AssetFunctions.Local.Cosmos.Partitioning;
using AssetFunctions.Local.Cosmos.Resources;

namespace AssetFunctions.Local.Cosmos.Items;

/// <summary>Validates the parts of an operation and combines them.</summary>
static class ItemOperationFactory
{
    /// <exception cref="RequestRefusedException">400 or 413 when the parts do not make a valid operation.</exception>
    public static ItemOperation Create(
        ItemOperationKind kind,
        ContainerDefinition container,
        PartitionKeyValue key,
        string? id,
        ReadOnlyMemory<byte> body,
        string? ifMatch,
        string? ifNoneMatch,
        bool isMinimal)
    {
        var document = kind is ItemOperationKind.Create or ItemOperationKind.Upsert or ItemOperationKind.Replace
            ? NewDocument.Parse(body, container)
            : null;
        if (document is not null && document.Key != key)
        {
            throw new RequestRefusedException(400, 1001, ErrorTexts.KeyMismatch);
        }

        if (document is not null && id is not null && !string.Equals(document.Id, id, StringComparison.Ordinal))
        {
            throw RequestRefusedException.BadRequest("Message: {\"Errors\":[\"The id of the document doesn't match the id of the request.\"]}");
        }

        return new ItemOperation
        {
            Kind = kind,
            Key = key,
            Id = id ?? document?.Id ?? throw RequestRefusedException.BadRequest("The operation needs an id."),
            Document = document,
            Patch = kind == ItemOperationKind.Patch ? PatchDocument.Parse(body) : null,
            IfMatch = ifMatch,
            IfNoneMatch = ifNoneMatch,
            IsMinimal = isMinimal,
        };
    }
}
