using System.Collections.Immutable;

namespace AssetFunctions.Local.Cosmos.Metering;

/// <summary>The kind and outcome of a request.</summary>
/// <param name="Operation">Kind of request.</param>
/// <param name="Container">Container name; empty for requests without one.</param>
/// <param name="Status">The HTTP status; 0 for a dropped connection.</param>
/// <param name="Client">The client's <c>CosmosClientOptions.ApplicationName</c>; empty when it set none.</param>
public readonly record struct MeterKey(OperationType Operation, string Container, int Status, string Client);

/// <summary>A number of requests and their request units.</summary>
public readonly record struct MeterCount(long Requests, double RequestUnits);

/// <summary>The count of one kind and outcome.</summary>
public readonly record struct MeterRow(OperationType Operation, string Container, int Status, string Client, long Requests, double RequestUnits)
{
    /// <summary>Whether the requests were for items, not for accounts, databases, containers or ranges.</summary>
    public bool IsData => Operation <= OperationType.ReadFeed;
}

/// <summary>The counts at one moment. Subtracting an earlier snapshot gives the counts in between.</summary>
public sealed class MeterSnapshot
{
    internal MeterSnapshot(ImmutableDictionary<MeterKey, MeterCount> counts)
    {
        Counts = counts;
        Rows = [.. counts
            .Select(entry => new MeterRow(entry.Key.Operation, entry.Key.Container, entry.Key.Status, entry.Key.Client, entry.Value.Requests, entry.Value.RequestUnits))
            .OrderBy(row => row.Operation).ThenBy(row => row.Container, StringComparer.Ordinal).ThenBy(row => row.Status).ThenBy(row => row.Client, StringComparer.Ordinal)];
    }

    /// <summary>Counts above zero, ordered by operation, container, status and client.</summary>
    public ImmutableArray<MeterRow> Rows { get; }

    public long Requests => Rows.Sum(row => row.Requests);

    public double RequestUnits => Rows.Sum(row => row.RequestUnits);

    /// <summary>Requests for items: point operations, batches, queries, query plans and feeds.</summary>
    public long DataRequests => Rows.Where(row => row.IsData).Sum(row => row.Requests);

    /// <summary>Requests for accounts, databases, containers and ranges.</summary>
    public long MetadataRequests => Rows.Where(row => !row.IsData).Sum(row => row.Requests);

    ImmutableDictionary<MeterKey, MeterCount> Counts { get; }

    /// <summary>The snapshot without the requests of one client.</summary>
    /// <param name="client">The client's application name.</param>
    public MeterSnapshot Without(string client) =>
        new(Counts.RemoveRange(Counts.Keys.Where(key => string.Equals(key.Client, client, StringComparison.Ordinal))));

    /// <summary>The counts between <paramref name="earlier"/> and <paramref name="later"/>.</summary>
    public static MeterSnapshot operator -(MeterSnapshot later, MeterSnapshot earlier) => later.Subtract(earlier);

    /// <summary>The counts since <paramref name="earlier"/>.</summary>
    public MeterSnapshot Subtract(MeterSnapshot earlier)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        var difference = ImmutableDictionary.CreateBuilder<MeterKey, MeterCount>();
        foreach (var (key, count) in Counts)
        {
            var before = earlier.Counts.GetValueOrDefault(key);
            if (count != before)
            {
                difference[key] = new MeterCount(count.Requests - before.Requests, Math.Round(count.RequestUnits - before.RequestUnits, 2));
            }
        }

        return new MeterSnapshot(difference.ToImmutable());
    }
}
