namespace AssetFunctions.Sync.Pipeline;

/// <summary>Ids of the log events by which machines follow a run.</summary>
public static class SyncEvents
{
    public const int Deferred = 1;
    public const int Rejected = 2;
    public const int Poisoned = 3;
    public const int Replayed = 4;
    public const int Extracted = 10;
    public const int RunEnded = 11;
    public const int RunJoined = 12;
    public const int AssetsRegistered = 20;
    public const int AssetRefused = 21;
    public const int Priced = 30;
    public const int PositionsStored = 40;
    public const int ChunkSuperseded = 41;
    public const int RunSummary = 42;
    public const int WalletClosed = 43;
    public const int ShardScheduled = 50;
    public const int ScheduleLimited = 51;
    public const int WalletDeleted = 60;
}
