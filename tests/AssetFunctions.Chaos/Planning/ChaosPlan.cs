using AssetFunctions.Local.Providers.Samples;

namespace AssetFunctions.Chaos.Planning;

/// <summary>Everything that one seed decides: which wallets there are, when their runs are requested, and what goes wrong when.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Length">How long requests are sent and faults injected.</param>
/// <param name="Rounds">Versions that every wallet goes through, one after the other.</param>
/// <param name="Wallets">The wallets.</param>
/// <param name="Requests">Requests in order of time.</param>
/// <param name="Faults">Faults in order of time.</param>
sealed record ChaosPlan(
    int Seed, TimeSpan Length, int Rounds, IReadOnlyList<ChangingWallet> Wallets, IReadOnlyList<PlannedRequest> Requests, IReadOnlyList<PlannedFault> Faults)
{
    const int RefreshedEvery = 5;

    public int LastVersion => Rounds - 1;

    public TimeSpan RoundLength => Length / Rounds;

    /// <summary>Whether only users request runs of a wallet until the last round, so that two runs of it at the same moment are an error.</summary>
    public static bool IsRefreshed(int wallet) => wallet % RefreshedEvery == 0;
}

/// <param name="At">When it is sent, from the start.</param>
/// <param name="Wallet">Index of the wallet.</param>
/// <param name="Kind">How it is sent.</param>
sealed record PlannedRequest(TimeSpan At, int Wallet, RequestKind Kind);

enum RequestKind
{
    /// <summary>A message that names its run.</summary>
    Message,

    /// <summary>The same message twice.</summary>
    MessageTwice,

    /// <summary>A message without a run.</summary>
    Anonymous,

    /// <summary>A refresh by the API.</summary>
    Refresh,

    /// <summary>Two refreshes by the API at the same moment, of which one joins the other.</summary>
    RefreshTwice,
}

/// <param name="At">When it strikes, from the start.</param>
/// <param name="Kind">What happens.</param>
/// <param name="Target">Chooses among what it may strike.</param>
/// <param name="Length">How long it lasts, where it lasts.</param>
sealed record PlannedFault(TimeSpan At, FaultKind Kind, int Target, TimeSpan Length);

/// <summary>What goes wrong.</summary>
enum FaultKind
{
    /// <summary>kill -9 of a host, which takes its worker along.</summary>
    HostKilled,

    /// <summary>kill -9 of a worker alone.</summary>
    WorkerKilled,

    /// <summary>kill -9 of Redis, which comes back empty.</summary>
    RedisKilled,

    /// <summary>kill -9 of the database server.</summary>
    DatabaseKilled,

    /// <summary>SIGSTOP of an instance past its message lease.</summary>
    InstancePaused,

    /// <summary>The storage emulator is stopped and started.</summary>
    StorageStopped,

    DatabaseThrottles,
    DatabaseRetryWith,
    DatabaseUnavailable,
    DatabaseTimesOut,
    DatabaseDropsAfterCommit,
    DatabaseTimesOutAfterCommit,
    DatabaseCapped,

    ProviderThrottles,
    ProviderUnavailable,
    ProviderCuts,
    ProviderSendsGarbage,
    ProviderSendsNaN,
    ProviderLinksInCircles,

    /// <summary>Messages are sent once more.</summary>
    MessagesDuplicated,

    /// <summary>Messages are put behind those that came after them.</summary>
    MessagesReordered,

    /// <summary>Messages of the past are put into the poison queue and replayed from there.</summary>
    MessagesReplayed,
}
