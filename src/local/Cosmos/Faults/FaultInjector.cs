using AssetFunctions.Local.Cosmos.Metering;

namespace AssetFunctions.Local.Cosmos.Faults;

/// <summary>Makes selected requests fail. Randomness is seeded, so the same sequence of requests gets the same faults. Thread-safe.</summary>
public sealed class FaultInjector
{
    readonly Lock _changing = new();
    readonly List<Armed> _rules = [];
    readonly Dictionary<string, ThroughputCap> _caps = new(StringComparer.Ordinal);
    Random _random;
    readonly TimeProvider _clock;
    volatile bool _isIdle = true;

    internal FaultInjector(TimeProvider clock, Random random)
    {
        _clock = clock;
        _random = random;
    }

    /// <summary>Rules that can still apply.</summary>
    public IReadOnlyList<FaultRule> Rules
    {
        get
        {
            lock (_changing)
            {
                return [.. _rules.Where(armed => !armed.IsSpent).Select(armed => armed.Rule)];
            }
        }
    }

    /// <summary>Throughput limits in request units per second, by container name.</summary>
    public IReadOnlyDictionary<string, double> ThroughputCaps
    {
        get
        {
            lock (_changing)
            {
                return _caps.ToDictionary(cap => cap.Key, cap => cap.Value.UnitsPerSecond, StringComparer.Ordinal);
            }
        }
    }

    /// <summary>Adds a rule. Rules are tried in the order they were added; the first that applies wins, but latencies add up.</summary>
    public void Add(FaultRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        lock (_changing)
        {
            _rules.Add(new Armed(rule));
            _isIdle = false;
        }
    }

    /// <summary>Limits a container, by name, to this many request units per second; requests beyond get 429.</summary>
    public void CapThroughput(string container, double requestUnitsPerSecond)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(requestUnitsPerSecond);
        lock (_changing)
        {
            _caps[container] = new ThroughputCap(requestUnitsPerSecond, _clock);
            _isIdle = false;
        }
    }

    /// <summary>Removes all rules and throughput limits.</summary>
    public void Clear()
    {
        lock (_changing)
        {
            _rules.Clear();
            _caps.Clear();
            _isIdle = true;
        }
    }

    /// <summary>Reseeds the randomness, so that the same requests get the same faults.</summary>
    public void Seed(int seed)
    {
        lock (_changing)
        {
            _random = new Random(seed);
        }
    }

    /// <summary>Decides what happens to a request.</summary>
    internal Strike Decide(OperationType operation, string container)
    {
        if (_isIdle)
        {
            return default;
        }

        lock (_changing)
        {
            var latency = TimeSpan.Zero;
            foreach (var armed in _rules)
            {
                if (!armed.Matches(operation, container) || !armed.TryUse(_random))
                {
                    continue;
                }

                if (armed.Rule.Action != FaultAction.Latency)
                {
                    return new Strike(armed.Rule, latency);
                }

                latency += armed.Rule.Latency;
            }

            return new Strike(Throttle(operation, container), latency);
        }
    }

    /// <summary>Charges a request's units to the throughput limit of its container.</summary>
    internal void Spend(string container, double requestUnits)
    {
        if (_isIdle)
        {
            return;
        }

        lock (_changing)
        {
            if (_caps.TryGetValue(container, out var cap))
            {
                cap.Spend(requestUnits);
            }
        }
    }

    FaultRule? Throttle(OperationType operation, string container) =>
        operation <= OperationType.ReadFeed && _caps.TryGetValue(container, out var cap) && cap.WaitTime() is { } wait
            ? new FaultRule { Action = FaultAction.Throttle, RetryAfter = wait }
            : null;

    sealed class Armed(FaultRule rule)
    {
        int _seen;
        int _used;

        public FaultRule Rule => rule;

        public bool IsSpent => _used >= rule.Count;

        public bool Matches(OperationType operation, string container) =>
            !IsSpent
            && (rule.Operation == operation
                || (rule.Operation is null && (rule.Action == FaultAction.Latency || operation <= OperationType.ReadFeed)))
            && (rule.Container is null || string.Equals(rule.Container, container, StringComparison.Ordinal));

        public bool TryUse(Random random)
        {
            if (_seen++ < rule.Skip || (rule.Probability < 1 && random.NextDouble() >= rule.Probability))
            {
                return false;
            }

            _used++;
            return true;
        }
    }
}

/// <summary>The decision on one request: a delay, and a fault or null.</summary>
readonly record struct Strike(FaultRule? Rule, TimeSpan Latency)
{
    public bool IsAfterCommit => Rule?.Action is FaultAction.DropAfterCommit or FaultAction.RequestTimeoutAfterCommit;
}
