using AssetFunctions.Local.Cosmos.Query.Values;

namespace AssetFunctions.Local.Cosmos.Query.Evaluation;

/// <summary>Puts one document after another into the row.</summary>
sealed class DocumentFeed(IEnumerable<QueryDocument> documents)
{
    /// <summary>The document now in the row.</summary>
    public string? Rid { get; private set; }

    public IEnumerable<SqlValue> Into(SqlValue[] row)
    {
        foreach (var document in documents)
        {
            Rid = document.Rid;
            row[ExecutionContext.DocumentSlot] = SqlValue.From(document.Root);
            yield return row[ExecutionContext.DocumentSlot];
        }
    }
}
