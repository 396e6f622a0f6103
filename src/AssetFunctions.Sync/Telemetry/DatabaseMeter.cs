namespace AssetFunctions.Sync.Telemetry;

/// <summary>
/// Attributes database requests to the phase that causes them. The database adapter records every request that it sends,
/// retries included; the phase opens a scope around its work. Scopes nest and follow the asynchronous flow.
/// </summary>
public sealed class DatabaseMeter
{
    readonly AsyncLocal<DatabaseUsageScope?> _current = new();
    readonly Lock _gate = new();
    DatabaseUsage _others;

    /// <summary>Usage outside all scopes since the process started: reads of the API, and what serves all runs.</summary>
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
    /// <param name="carried">Usage that the scope starts with.</param>
    public DatabaseUsageScope Begin(DatabaseUsage carried = default) =>
        _current.Value = new DatabaseUsageScope(_current.Value, outer => _current.Value = outer, carried);

    /// <summary>Records one request sent to the database.</summary>
    /// <param name="requestUnits">Charge that the database stated, 0 where it stated none.</param>
    public void Record(double requestUnits)
    {
        var request = new DatabaseUsage(1, requestUnits);
        if (_current.Value is null)
        {
            lock (_gate)
            {
                _others += request;
            }
        }

        for (var scope = _current.Value; scope is not null; scope = scope.Outer)
        {
            scope.Carry(request);
        }
    }
}

/// <summary>Database usage since the scope was opened, plus the usage it started with.</summary>
public sealed class DatabaseUsageScope : IDisposable
{
    readonly Lock _gate = new();
    readonly Action<DatabaseUsageScope?> _restore;
    DatabaseUsage _usage;

    internal DatabaseUsageScope(DatabaseUsageScope? outer, Action<DatabaseUsageScope?> restore, DatabaseUsage carried)
    {
        _usage = carried;
        Outer = outer;
        _restore = restore;
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

    /// <summary>Adds usage, that of earlier work too.</summary>
    public void Carry(DatabaseUsage carried)
    {
        lock (_gate)
        {
            _usage += carried;
        }
    }

    public void Dispose() => _restore(Outer);
}

/// <summary>Requests sent to the database and what they cost.</summary>
/// <param name="Requests">Requests on the wire, retries included.</param>
/// <param name="RequestUnits">Sum of the charges stated by the database.</param>
public readonly record struct DatabaseUsage(int Requests, double RequestUnits)
{
    public static DatabaseUsage operator +(DatabaseUsage left, DatabaseUsage right) => left.Add(right);

    /// <summary>Named form of the operator.</summary>
    public DatabaseUsage Add(DatabaseUsage other) => new(Requests + other.Requests, RequestUnits + other.RequestUnits);

    /// <summary>The part of the usage that is not in another one, never negative.</summary>
    public DatabaseUsage Beyond(DatabaseUsage other) => new(Math.Max(0, Requests - other.Requests), Math.Max(0, RequestUnits - other.RequestUnits));

    /// <summary>The lower figures of two usages.</summary>
    public DatabaseUsage AtMost(DatabaseUsage other) => new(Math.Min(Requests, other.Requests), Math.Min(RequestUnits, other.RequestUnits));
}
