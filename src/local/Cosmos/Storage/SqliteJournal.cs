using System.Threading.Channels;
using AssetFunctions.Local.Cosmos.Items;
using Microsoft.Data.Sqlite;

namespace AssetFunctions.Local.Cosmos.Storage;

/// <summary>
/// Stores all data in one SQLite file. A single writer commits everything that is queued as one transaction, so that commits
/// share its cost; each commit's task ends once its transaction is in the file. Write-ahead logging without a sync per commit
/// survives a crash of the process, but not of the machine.
/// </summary>
sealed class SqliteJournal : IJournal
{
    const int MaxCommitsPerTransaction = 512;
    const int LockTimeoutSeconds = 1;

    readonly SqliteConnection _connection;
    readonly JournalStatements _statements;
    readonly Task _writing;
    readonly Channel<Entry> _queue = Channel.CreateUnbounded<Entry>(new UnboundedChannelOptions { SingleReader = true });

    SqliteJournal(SqliteConnection connection)
    {
        _connection = connection;
        _statements = new JournalStatements(connection);
        _writing = Task.Run(WriteAsync);
    }

    /// <summary>Opens the file exclusively: two servers would overwrite each other's data.</summary>
    /// <exception cref="SqliteException">The file cannot be opened, is no database or is in use.</exception>
    public static SqliteJournal Open(string file)
    {
        var settings = new SqliteConnectionStringBuilder { DataSource = file, Pooling = false, DefaultTimeout = LockTimeoutSeconds };
        var connection = new SqliteConnection(settings.ToString());
        try
        {
            connection.Open();
            Execute(connection, JournalSchema.Settings);
            Execute(connection, JournalSchema.Tables);
            return new SqliteJournal(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Reads all databases and containers, with the number of the last commit of each. Call it only before the first write.</summary>
    public List<(StoredResource Resource, long Lsn)> ReadResources() => _statements.ReadResources();

    /// <summary>Reads all items of a container. Call it only before the first write.</summary>
    public IEnumerable<StoredItem> ReadItems(string containerRid) => _statements.ReadItems(containerRid);

    public Task WriteItems(string containerRid, long lsn, IReadOnlyList<(Item? Before, Item? After)> changes) => Enqueue(() =>
    {
        foreach (var (before, after) in changes)
        {
            if (after is null || (before is not null && before.Rid != after.Rid))
            {
                _statements.DeleteItem(containerRid, before!.Rid);
            }

            if (after is not null)
            {
                _statements.PutItem(containerRid, after);
            }
        }

        _statements.SetLsn(containerRid, lsn);
    });

    public Task WriteResource(StoredResource resource) => Enqueue(() => _statements.PutResource(resource));

    public Task DeleteResource(string rid) => Enqueue(() => _statements.DeleteResource(rid));

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _writing;
        _statements.Dispose();
        await _connection.DisposeAsync();
    }

    static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    Task Enqueue(Action write)
    {
        var entry = new Entry(write, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        return _queue.Writer.TryWrite(entry)
            ? entry.Done.Task
            : Task.FromException(new ObjectDisposedException(nameof(SqliteJournal)));
    }

    async Task WriteAsync()
    {
        var batch = new List<Entry>();
        while (await _queue.Reader.WaitToReadAsync())
        {
            while (batch.Count < MaxCommitsPerTransaction && _queue.Reader.TryRead(out var entry))
            {
                batch.Add(entry);
            }

            Commit(batch);
            batch.Clear();
        }
    }

    void Commit(List<Entry> batch)
    {
        try
        {
            using (var transaction = _connection.BeginTransaction())
            {
                _statements.Enlist(transaction);
                foreach (var entry in batch)
                {
                    entry.Write();
                }

                transaction.Commit();
            }

            batch.ForEach(entry => entry.Done.SetResult());
        }
        catch (SqliteException e)
        {
            // A full disk fails the requests that wait for it, not the server.
            batch.ForEach(entry => entry.Done.TrySetException(new IOException("The data file could not be written.", e)));
        }
    }

    sealed record Entry(Action Write, TaskCompletionSource Done);
}
