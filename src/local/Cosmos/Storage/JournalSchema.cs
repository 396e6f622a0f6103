namespace AssetFunctions.Local.Cosmos.Storage;

/// <summary>The settings and tables of the data file.</summary>
static class JournalSchema
{
    public const string Settings =
        """
        PRAGMA locking_mode = EXCLUSIVE;
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = NORMAL;
        PRAGMA temp_store = MEMORY;
        """;

    /// <summary>Separate from the settings: those return rows, and the driver swallows errors of statements after one that does.</summary>
    public const string Tables =
        """
        CREATE TABLE IF NOT EXISTS resource (
            rid TEXT NOT NULL PRIMARY KEY,
            parent TEXT,
            id TEXT NOT NULL,
            body TEXT NOT NULL,
            throughput TEXT,
            lsn INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS item (
            container TEXT NOT NULL,
            rid INTEGER NOT NULL,
            version INTEGER NOT NULL,
            timestamp INTEGER NOT NULL,
            content_length INTEGER NOT NULL,
            body BLOB NOT NULL,
            PRIMARY KEY (container, rid)) WITHOUT ROWID;
        """;
}

/// <summary>A stored item; all other properties are in its body.</summary>
readonly record struct StoredItem(long Rid, long Version, long Timestamp, byte[] Body);
