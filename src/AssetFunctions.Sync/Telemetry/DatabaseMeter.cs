namespace AssetFunctions.Sync.Telemetry;

/// <summary>
/// Attributes database requests to the phase that causes them. The database adapter records every request that it sends,
/// retries included; the phase opens a scope around its work. Scopes nest and follow the asynchronous flow. Each request ends up once in what a scope
/// reports or in <see cref="Others"/>.
/// </summary>
public sealed class DatabaseMeter
{
    readonly AsyncLocal<DatabaseUsageScope?> _current = new();
    readonly Lock _gate = new();
    DatabaseUsage _others;

    /// <summary>
    /// Usage since the process started that no scope reports: reads of the API, what serves all runs, and what a scope had not reported when it ended.
    /// </summary>
    public DatabaseUsage Others
    {
        get
        {
            lock (_gate)
            {
                return _others;
            }
        }
    }

    /// <summary>Starts counting for the current asynchronous flow until the scope is disposed.</summary>
    /// <param name="carried">Usage that the scope starts with and that may also be reported elsewhere; see <see cref="DatabaseUsageScope.Carry"/>.</param>
    public DatabaseUsageScope Begin(DatabaseUsage carried = default)
    {
        var outer = _current.Value;
        return _current.Value = new DatabaseUsageScope(outer, carried, left =>
        {
            _current.Value = outer;
            if (outer is null)
            {
                AddToOthers(left);
            }
        });
    }

    /// <summary>Records one request sent to the database.</summary>
    /// <param name="requestUnits">Charge that the database stated, 0 where it stated none.</param>
    public void Record(double requestUnits)
    {
        var request = new DatabaseUsage(1, requestUnits);
        var isCounted = false;
        for (var scope = _current.Value; scope is not null; scope = scope.Outer)
        {
            isCounted |= scope.TryCarry(request);
        }

        if (!isCounted)
        {
            AddToOthers(request);
        }
    }

    /// <summary>Records one request that serves several callers, in whichever of their scopes it is sent.</summary>
    /// <param name="requestUnits">Charge that the database stated, 0 where it stated none.</param>
    public void RecordShared(double requestUnits) => AddToOthers(new DatabaseUsage(1, requestUnits));

    void AddToOthers(DatabaseUsage usage)
    {
        lock (_gate)
        {
            _others += usage;
        }
    }
}

/// <summary>Database usage since the scope was opened, plus the usage it started with.</summary>
public sealed class DatabaseUsageScope : IDisposable
{
    readonly Lock _gate = new();
    readonly Action<DatabaseUsage> _end;
    readonly DatabaseUsage _carried;
    DatabaseUsage _usage;
    DatabaseUsage _reported;
    bool _isEnded;

    internal DatabaseUsageScope(DatabaseUsageScope? outer, DatabaseUsage carried, Action<DatabaseUsage> end)
    {
        (_carried, _usage) = (carried, carried);
        Outer = outer;
        _end = end;
    }

    internal DatabaseUsageScope? Outer { get; }

    public DatabaseUsage Usage
    {
        get
        {
            lock (_gate)
            {
                return _usage;
            }
        }
    }

    /// <summary>The part of the usage that a record, a checkpoint or a message includes.</summary>
    public DatabaseUsage Reported
    {
        get
        {
            lock (_gate)
            {
                return _reported;
            }
        }

        set
        {
            lock (_gate)
            {
                _reported = value;
            }
        }
    }

    /// <summary>The part of the usage that nothing includes yet.</summary>
    public DatabaseUsage Unreported => Usage.Beyond(Reported);

    /// <summary>Adds usage of earlier work that is reported nowhere else.</summary>
    public void Carry(DatabaseUsage carried) => TryCarry(carried);

    /// <returns>False when the scope has ended. A request may outlive the work that sent it.</returns>
    internal bool TryCarry(DatabaseUsage carried)
    {
        lock (_gate)
        {
            if (!_isEnded)
            {
                _usage += carried;
            }

            return !_isEnded;
        }
    }

    public void Dispose()
    {
        DatabaseUsage left;
        lock (_gate)
        {
            if (_isEnded)
            {
                return;
            }

            _isEnded = true;
            left = _usage.Beyond(_reported).AtMost(_usage.Beyond(_carried));
        }

        _end(left);
    }
}

/// <summary>Requests sent to the database and what they cost.</summary>
/// <param name="Requests">Requests on the wire, retries included.</param>
/// <param name="RequestUnits">Sum of the charges stated by the database.</param>
public readonly record struct DatabaseUsage(int Requests, double RequestUnits)
{
    /// <summary>A request that is counted in advance, because what it stores is to count it. Its charge is not known yet.</summary>
    public static readonly DatabaseUsage OneRequest = new(1, 0);

    public static DatabaseUsage operator +(DatabaseUsage left, DatabaseUsage right) => left.Add(right);

    /// <summary>Named form of the operator.</summary>
    public DatabaseUsage Add(DatabaseUsage other) => new(Requests + other.Requests, RequestUnits + other.RequestUnits);

    /// <summary>The part of the usage that is not in another one, never negative.</summary>
    public DatabaseUsage Beyond(DatabaseUsage other) => new(Math.Max(0, Requests - other.Requests), Math.Max(0, RequestUnits - other.RequestUnits));

    /// <summary>The lower figures of two usages.</summary>
    public DatabaseUsage AtMost(DatabaseUsage other) => new(Math.Min(Requests, other.Requests), Math.Min(RequestUnits, other.RequestUnits));
}
