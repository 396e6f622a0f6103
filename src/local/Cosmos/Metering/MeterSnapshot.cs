using System.Collections.Immutable;

namespace AssetFunctions.Local.Cosmos.Metering;

/// <summary>What kind of request with what outcome.</summary>
/// <param name="Operation">What the request does.</param>
/// <param name="Container">Empty for requests that concern none.</param>
/// <param name="Status">The HTTP status; 0 for a dropped connection.</param>
/// <param name="Client">Name that the client gave itself (<c>CosmosClientOptions.ApplicationName</c>), empty where it gave none.</param>
public readonly record struct MeterKey(OperationType Operation, string Container, int Status, string Client);

/// <summary>How many requests, and their request units.</summary>
public readonly record struct MeterCount(long Requests, double RequestUnits);

/// <summary>One line of the meter.</summary>
public readonly record struct MeterRow(OperationType Operation, string Container, int Status, string Client, long Requests, double RequestUnits)
{
    /// <summary>Whether the request handled items, as opposed to accounts, databases, containers and ranges.</summary>
    public bool IsData => Operation <= OperationType.ReadFeed;
}

/// <summary>The meter at one moment. Subtracting an earlier one gives what happened in between.</summary>
public sealed class MeterSnapshot
{
    internal MeterSnapshot(ImmutableDictionary<MeterKey, MeterCount> counts)
    {
        Counts = counts;
        Rows = [.. counts
            .Select(entry => new MeterRow(entry.Key.Operation, entry.Key.Container, entry.Key.Status, entry.Key.Client, entry.Value.Requests, entry.Value.RequestUnits))
            .OrderBy(row => row.Operation).ThenBy(row => row.Container, StringComparer.Ordinal).ThenBy(row => row.Status).ThenBy(row => row.Client, StringComparer.Ordinal)];
    }

    /// <summary>Lines in order of operation, container, status and client; only what happened at least once.</summary>
    public ImmutableArray<MeterRow> Rows { get; }

    /// <summary>All requests.</summary>
    public long Requests => Rows.Sum(row => row.Requests);

    /// <summary>All request units.</summary>
    public double RequestUnits => Rows.Sum(row => row.RequestUnits);

    /// <summary>Requests for items: point operations, batches, queries, query plans and feeds.</summary>
    public long DataRequests => Rows.Where(row => row.IsData).Sum(row => row.Requests);

    /// <summary>Requests for anything else.</summary>
    public long MetadataRequests => Rows.Where(row => !row.IsData).Sum(row => row.Requests);

    ImmutableDictionary<MeterKey, MeterCount> Counts { get; }

    /// <summary>The snapshot without the requests of one client.</summary>
    /// <param name="client">Name that the client gave itself.</param>
    public MeterSnapshot Without(string client) =>
        new(Counts.RemoveRange(Counts.Keys.Where(key => string.Equals(key.Client, client, StringComparison.Ordinal))));

    /// <summary>What happened from <paramref name="earlier"/> to <paramref name="later"/>.</summary>
    public static MeterSnapshot operator -(MeterSnapshot later, MeterSnapshot earlier) => later.Subtract(earlier);

    /// <summary>What happened since <paramref name="earlier"/>.</summary>
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
