using AssetFunctions.Local.Providers.Samples;

namespace AssetFunctions.Chaos.Planning;

/// <summary>Everything that a seed determines: the wallets, the requests for their runs, and the faults, with their times.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Length">Time during which requests are sent and faults injected.</param>
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

    /// <summary>Whether only users request runs of a wallet until the last round, so that two concurrent runs of it are an error.</summary>
    public static bool IsRefreshed(int wallet) => wallet % RefreshedEvery == 0;
}

/// <param name="At">Time of the request, from the start.</param>
/// <param name="Wallet">Index of the wallet.</param>
/// <param name="Kind">Kind of the request.</param>
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

    /// <summary>Two concurrent refreshes by the API, of which one joins the other.</summary>
    RefreshTwice,
}

/// <param name="At">Time of the fault, from the start.</param>
/// <param name="Kind">Kind of the fault.</param>
/// <param name="Target">Selects the instance, queue or wallet.</param>
/// <param name="Length">Duration, for faults that have one.</param>
sealed record PlannedFault(TimeSpan At, FaultKind Kind, int Target, TimeSpan Length);

/// <summary>Kinds of injected faults.</summary>
enum FaultKind
{
    /// <summary>kill -9 of a host, which also ends its worker.</summary>
    HostKilled,

    /// <summary>kill -9 of a worker alone.</summary>
    WorkerKilled,

    /// <summary>kill -9 of Redis, which restarts empty.</summary>
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

    /// <summary>Messages are moved behind later ones.</summary>
    MessagesReordered,

    /// <summary>Earlier messages are put into the poison queue and replayed from there.</summary>
    MessagesReplayed,
}
