using System.Text.Json;
using AssetFunctions.Local.Cosmos.Http;
using AssetFunctions.Local.Cosmos.Resources;
using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace AssetFunctions.Local.Cosmos.Storage;

/// <summary>Opens a data file, or explains in one sentence why it cannot.</summary>
static class DataFile
{
    /// <exception cref="LocalCosmosStartException">The file cannot be opened, or is not a data file of this server.</exception>
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
            throw new LocalCosmosStartException($"The data file '{file}' is not a data file of this server; choose another.", e);
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
