using System.Text.Json;
using AssetFunctions.Local.Cosmos.Http;
using AssetFunctions.Local.Cosmos.Resources;
using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace AssetFunctions.Local.Cosmos.Storage;

/// <summary>Opens a data file and says in plain words why that cannot be done.</summary>
static class DataFile
{
    /// <exception cref="LocalCosmosStartException">The file cannot be opened or holds something else.</exception>
    public static async ValueTask<(IJournal Journal, Account Account)> OpenAsync(string file, Func<IJournal, Account> create, LocalCosmosOptions options)
    {
        var journal = Open(file);
        try
        {
            var account = create(journal);
            StoredState.Load(journal, account, options);
            return (journal, account);
        }
        catch (Exception e) when (e is SqliteException or JsonException or KeyNotFoundException or InvalidOperationException or FormatException or RequestRefusedException)
        {
            await journal.DisposeAsync();
            throw new LocalCosmosStartException($"The data file '{file}' holds something else than the data of a local server; choose another.", e);
        }
    }

    static SqliteJournal Open(string file)
    {
        try
        {
            return SqliteJournal.Open(file);
        }
        catch (SqliteException e)
        {
            var reason = e.SqliteErrorCode switch
            {
                SQLITE_BUSY or SQLITE_LOCKED => "is in use by another process",
                SQLITE_NOTADB => "is not a database",
                SQLITE_CANTOPEN => "cannot be opened",
                _ => $"cannot be used ({e.Message.TrimEnd('.')})",
            };
            throw new LocalCosmosStartException($"The data file '{file}' {reason}; choose another.", e);
        }
    }
}
