using AssetFunctions.Local.Providers.Samples;

namespace AssetFunctions.Chaos.Planning;

/// <summary>Makes the plan of a seed. All randomness comes from here, from one sequence.</summary>
sealed class Planner
{
    const int Rounds = 5;

    // Several wallets have each asset, and their runs report its price one after the other. The largest wallet has no more assets.
    const int MinAssets = 50;
    const int MaxAssets = 240;

    // The fetches of the last round come after those of all earlier rounds, so that its prices are the last ones.
    static readonly TimeSpan LastPause = TimeSpan.FromSeconds(2);

    static readonly TimeSpan Calm = TimeSpan.FromSeconds(2);

    // The time of a kill and of the start of the replacement, on two processors.
    static readonly TimeSpan PerKill = TimeSpan.FromSeconds(7);
    static readonly TimeSpan Shortest = TimeSpan.FromSeconds(40);

    static readonly (FaultKind Kind, int Weight)[] Kills =
        [(FaultKind.HostKilled, 45), (FaultKind.WorkerKilled, 25), (FaultKind.RedisKilled, 12), (FaultKind.DatabaseKilled, 18)];

    static readonly (RequestKind Kind, int Weight)[] RequestKinds =
        [(RequestKind.Message, 50), (RequestKind.MessageTwice, 20), (RequestKind.Anonymous, 15), (RequestKind.Refresh, 15)];

    static readonly (RequestKind Kind, int Weight)[] RefreshKinds = [(RequestKind.Refresh, 20), (RequestKind.RefreshTwice, 80)];

    static readonly FaultKind[] Windows =
    [
        FaultKind.DatabaseThrottles, FaultKind.DatabaseRetryWith, FaultKind.DatabaseUnavailable, FaultKind.DatabaseTimesOut,
        FaultKind.DatabaseDropsAfterCommit, FaultKind.DatabaseTimesOutAfterCommit, FaultKind.DatabaseCapped,
    ];

    static readonly FaultKind[] OfProvider =
    [
        FaultKind.ProviderThrottles, FaultKind.ProviderUnavailable, FaultKind.ProviderCuts,
        FaultKind.ProviderSendsGarbage, FaultKind.ProviderSendsNaN, FaultKind.ProviderLinksInCircles,
    ];

    static readonly FaultKind[] OfMessages = [FaultKind.MessagesDuplicated, FaultKind.MessagesReordered, FaultKind.MessagesReplayed];

    readonly Random _random;
    readonly ChaosArguments _arguments;
    readonly TimeSpan _length;

    Planner(ChaosArguments arguments)
    {
        _arguments = arguments;
        _random = new Random(arguments.Seed);
        _length = arguments.Kills * PerKill > Shortest ? arguments.Kills * PerKill : Shortest;
    }

    public static ChaosPlan Make(ChaosArguments arguments)
    {
        var planner = new Planner(arguments);
        return new ChaosPlan(arguments.Seed, planner._length, Rounds, planner.Wallets(), planner.Requests(), planner.Faults());
    }

    List<ChangingWallet> Wallets() =>
        [.. Enumerable.Range(0, _arguments.Wallets).Select(wallet => new ChangingWallet((_arguments.Seed * 100_000) + wallet, Size()) { AssetPool = Math.Clamp(_arguments.Wallets / 2, MinAssets, MaxAssets) })];

    // Most wallets are small, some have several chunks, and few many.
    int Size() => _random.Next(10) switch
    {
        < 6 => _random.Next(12, 20),
        < 9 => _random.Next(20, 60),
        _ => _random.Next(60, 150),
    };

    List<PlannedRequest> Requests()
    {
        var requests = new List<PlannedRequest>();
        for (var round = 0; round < Rounds; round++)
        {
            var isLast = round == Rounds - 1;
            var start = (_length / Rounds * round) + (isLast ? LastPause : TimeSpan.Zero);
            for (var wallet = 0; wallet < _arguments.Wallets; wallet++)
            {
                var kind = isLast ? RequestKind.Message : Draw(ChaosPlan.IsRefreshed(wallet) ? RefreshKinds : RequestKinds);
                requests.Add(new PlannedRequest(start + Within(_length / Rounds * 0.7), wallet, kind));
            }
        }

        return [.. requests.OrderBy(request => request.At)];
    }

    List<PlannedFault> Faults()
    {
        // Each kind of fault occurs at least once, even in a short run.
        var tens = Math.Max(1, _arguments.Kills / 10);
        var faults = new List<PlannedFault>();
        for (var kill = 0; kill < _arguments.Kills; kill++)
        {
            // The first kills are one of each kind, the others are random.
            faults.Add(Fault(kill < Kills.Length ? Kills[kill].Kind : Draw(Kills), Seconds(0.3, 1.5)));
        }

        for (var ten = 0; ten < tens; ten++)
        {
            faults.Add(Fault(FaultKind.InstancePaused, _arguments.Lease + Seconds(1, 5)));
            faults.Add(Fault(FaultKind.StorageStopped, Seconds(0.5, 2)));
            faults.AddRange(Windows.Select(kind => Fault(kind, Seconds(3, 6))));
        }

        foreach (var kind in OfProvider)
        {
            faults.AddRange(Enumerable.Range(0, Math.Max(3, _arguments.Wallets / 8)).Select(_ => Fault(kind, TimeSpan.Zero)));
        }

        foreach (var kind in OfMessages)
        {
            faults.AddRange(Enumerable.Range(0, Math.Max(4, (int)(_length.TotalSeconds / 8))).Select(_ => Fault(kind, Seconds(1, 6))));
        }

        return [.. faults.OrderBy(fault => fault.At)];
    }

    PlannedFault Fault(FaultKind kind, TimeSpan length) => new(Calm + Within(_length * 0.9), kind, _random.Next(1_000_000), length);

    TimeSpan Within(TimeSpan time) => time * _random.NextDouble();

    TimeSpan Seconds(double from, double to) => TimeSpan.FromSeconds(from + ((to - from) * _random.NextDouble()));

    T Draw<T>((T Kind, int Weight)[] kinds)
    {
        var drawn = _random.Next(kinds.Sum(kind => kind.Weight));
        return kinds.First(kind => (drawn -= kind.Weight) < 0).Kind;
    }
}
