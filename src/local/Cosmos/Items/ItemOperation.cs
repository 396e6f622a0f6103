using AssetFunctions.Local.Cosmos.Partitioning;

namespace AssetFunctions.Local.Cosmos.Items;

/// <summary>The operations on one item; the numbers are those of batch rows on the wire.</summary>
enum ItemOperationKind
{
    Create = 0,
    Patch = 1,
    Read = 2,
    Delete = 4,
    Replace = 5,
    Upsert = 20,
}

/// <summary>One operation on one item, alone or as part of a batch, with its body already checked.</summary>
sealed class ItemOperation
{
    public required ItemOperationKind Kind { get; init; }

    public required PartitionKeyValue Key { get; init; }

    public required string Id { get; init; }

    /// <summary>The document of a create, upsert or replace.</summary>
    public NewDocument? Document { get; init; }

    /// <summary>The operations of a patch.</summary>
    public PatchDocument? Patch { get; init; }

    public string? IfMatch { get; init; }

    public string? IfNoneMatch { get; init; }

    /// <summary>Whether the response leaves the document out.</summary>
    public bool IsMinimal { get; init; }
}

/// <summary>The result of an operation.</summary>
/// <param name="Item">The item as read or written; null after a deletion or a failure.</param>
/// <param name="Error">The error message of a failed operation.</param>
readonly record struct ItemResult(int Status, int SubStatus, Item? Item, double Charge, string? Error)
{
    public bool IsFailure => Status >= 400;

    public static ItemResult Failure(int status, double charge, string error, int subStatus = 0) =>
        new(status, subStatus, null, charge, error);
}
