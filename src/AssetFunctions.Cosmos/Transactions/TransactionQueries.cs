using System.Text;
using AssetFunctions.Cosmos.Documents;
using AssetFunctions.Sync.Transactions;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.Cosmos.Transactions;

/// <summary>Queries over the transactions of one wallet.</summary>
static class TransactionQueries
{
    /// <summary>Fingerprints by id and by time, both from the index.</summary>
    public static QueryDefinition Marks(IReadOnlyCollection<string> ids, MinedWindow? window)
    {
        var conditions = new List<string>();
        if (ids.Count > 0)
        {
            conditions.Add($"c.id IN ({string.Join(", ", Enumerable.Range(0, ids.Count).Select(i => $"@i{i}"))})");
        }

        if (window is not null)
        {
            conditions.Add("(c.sort >= @from AND c.sort < @to)");
        }

        var query = new QueryDefinition($"SELECT c.id, c.fp FROM c WHERE {string.Join(" OR ", conditions.DefaultIfEmpty("false"))}");
        foreach (var (id, index) in ids.Select((id, index) => (id, index)))
        {
            query.WithParameter($"@i{index}", id);
        }

        return window is { } stretch
            ? query
                .WithParameter("@from", TransactionMapper.SortOf(stretch.From, string.Empty))
                .WithParameter("@to", TransactionMapper.SortOf(stretch.To.AddMilliseconds(1), string.Empty))
            : query;
    }

    /// <summary>
    /// The history and the first matching transactions, in one ordered query. The index provides the order; filters are checked row by row, so that writes
    /// do not pay for indexes that few reads use.
    /// </summary>
    public static QueryDefinition Page(TransactionFilter filter)
    {
        // Records of runs have sort keys too, all of them before the digits.
        var conditions = new StringBuilder($"c.type = \"{WalletDocumentTypes.Transaction}\"");
        var parameters = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            // The history, and one more transaction to detect a next page.
            ["@top"] = filter.PageSize + 2,
        };
        Where(filter.After is { } after ? TransactionMapper.SortOf(after.MinedAt, after.Id) : null, "c.sort < @after", "@after");
        Where(filter.Network, "c.network = @network", "@network");
        Where(filter.Operation, "c.operation = @operation", "@operation");
        Where(filter.Asset?.Network, "c.network = @assetNetwork", "@assetNetwork");
        Where(
            filter.Asset?.ContractAddress,
            "(ARRAY_CONTAINS(c.transfers, {\"a\": @asset}, true) OR ARRAY_CONTAINS(c.approvals, {\"a\": @asset}, true))",
            "@asset");
        conditions.Append(filter.Trash switch
        {
            TrashFilter.Exclude => " AND NOT IS_DEFINED(c.trash)",
            TrashFilter.Only => " AND c.trash = true",
            _ => string.Empty,
        });

        var query = new QueryDefinition(
            $"SELECT TOP @top * FROM c WHERE c.sort >= \"0\" AND (c.id = \"{WalletDocumentIds.Transactions}\" OR ({conditions})) ORDER BY c.sort DESC");
        foreach (var (name, value) in parameters)
        {
            query.WithParameter(name, value);
        }

        return query;

        void Where(string? value, string condition, string name)
        {
            if (value is not null)
            {
                conditions.Append(" AND ").Append(condition);
                parameters[name] = value;
            }
        }
    }
}
