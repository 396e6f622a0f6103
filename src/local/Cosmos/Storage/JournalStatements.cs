using AssetFunctions.Local.Cosmos.Items;
using Microsoft.Data.Sqlite;

namespace AssetFunctions.Local.Cosmos.Storage;

/// <summary>The prepared statements of the data file.</summary>
sealed class JournalStatements : IDisposable
{
    readonly SqliteConnection _connection;
    readonly SqliteCommand _putItem;
    readonly SqliteCommand _deleteItem;
    readonly SqliteCommand _setLsn;
    readonly SqliteCommand _putResource;
    readonly SqliteCommand _deleteResource;
    readonly SqliteCommand[] _all;

    public JournalStatements(SqliteConnection connection)
    {
        _connection = connection;
        _putItem = Prepare(
            """
            INSERT INTO item (container, rid, version, timestamp, content_length, body) VALUES ($1, $2, $3, $4, length($5), $5)
            ON CONFLICT DO UPDATE SET version = $3, timestamp = $4, content_length = length($5), body = $5
            """,
            5);
        _deleteItem = Prepare("DELETE FROM item WHERE container = $1 AND rid = $2", 2);
        // Partitions of one container commit in any order; the counter only ever grows.
        _setLsn = Prepare("UPDATE resource SET lsn = max(lsn, $2) WHERE rid = $1", 2);
        _putResource = Prepare(
            """
            INSERT INTO resource (rid, parent, id, body, throughput) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT DO UPDATE SET body = $4, throughput = $5
            """,
            5);
        _deleteResource = Prepare(
            """
            DELETE FROM item WHERE container = $1 OR container IN (SELECT rid FROM resource WHERE parent = $1);
            DELETE FROM resource WHERE rid = $1 OR parent = $1
            """,
            1);
        _all = [_putItem, _deleteItem, _setLsn, _putResource, _deleteResource];
    }

    public void Enlist(SqliteTransaction transaction)
    {
        foreach (var command in _all)
        {
            command.Transaction = transaction;
        }
    }

    public void PutItem(string container, Item item) =>
        Execute(_putItem, container, item.Rid, item.Version, item.Timestamp, item.Body);

    public void DeleteItem(string container, long rid) => Execute(_deleteItem, container, rid);

    public void SetLsn(string container, long lsn) => Execute(_setLsn, container, lsn);

    public void PutResource(StoredResource resource) =>
        Execute(_putResource, resource.Rid, resource.ParentRid, resource.Id, resource.Body, resource.Throughput);

    public void DeleteResource(string rid) => Execute(_deleteResource, rid);

    public List<(StoredResource Resource, long Lsn)> ReadResources()
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "SELECT rid, parent, id, body, throughput, lsn FROM resource ORDER BY parent IS NOT NULL";
        using var reader = command.ExecuteReader();
        var resources = new List<(StoredResource, long)>();
        while (reader.Read())
        {
            var resource = new StoredResource(
                reader.GetString(0), TextOrNull(reader, 1), reader.GetString(2), reader.GetString(3), int.TryParse(TextOrNull(reader, 4), out var units) ? units : null);
            resources.Add((resource, reader.GetInt64(5)));
        }

        return resources;
    }

    public IEnumerable<StoredItem> ReadItems(string container)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "SELECT rid, version, timestamp, body FROM item WHERE container = $1 ORDER BY rid";
        command.Parameters.AddWithValue("$1", container);
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            yield return new StoredItem(
                reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetFieldValue<byte[]>(3));
        }
    }

    public void Dispose()
    {
        foreach (var command in _all)
        {
            command.Dispose();
        }
    }

    static string? TextOrNull(SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    static void Execute(SqliteCommand command, params ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }

        command.ExecuteNonQuery();
    }

    SqliteCommand Prepare(string sql, int parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 1; i <= parameters; i++)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = "$" + i });
        }

        return command;
    }
}
