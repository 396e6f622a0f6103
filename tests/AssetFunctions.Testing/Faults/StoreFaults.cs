using AssetFunctions.Sync;
using AssetFunctions.Sync.Telemetry;

namespace AssetFunctions.Testing.Faults;

/// <summary>Whether a faulty store fails a call before the work, or after it, when only the response is lost.</summary>
public enum FaultMoment
{
    Before,
    After,
}

/// <summary>Decides which calls of a faulty store throw <see cref="TransientStoreException"/>. Calls are numbered from 1 over all operations.</summary>
public sealed class StoreFaults
{
    /// <summary>Request units that every call is charged with.</summary>
    public const double Charge = 1.5;

    readonly Func<int, string, FaultMoment?> _plan;
    Func<FaultMoment, Task>? _interruption;
    int _calls;
    int _faults;

    StoreFaults(Func<int, string, FaultMoment?> plan) => _plan = plan;

    /// <summary>Calls so far.</summary>
    public int Calls => _calls;

    /// <summary>Faults so far.</summary>
    public int Faults => _faults;

    /// <summary>Records every call as a request to a database.</summary>
    public DatabaseMeter Meter { get; } = new();

    /// <summary>Called for every call, before a planned failure.</summary>
    public Action<int> OnMade { get; set; } = _ => { };

    public static StoreFaults Always(FaultMoment moment = FaultMoment.Before) => new((_, _) => moment);

    /// <summary>Fails the calls with the given numbers.</summary>
    public static StoreFaults AtCalls(FaultMoment moment, params int[] calls) => new((call, _) => calls.Contains(call) ? moment : null);

    /// <summary>Fails every call of one operation, named as in its port.</summary>
    public static StoreFaults OfOperation(string operation, FaultMoment moment = FaultMoment.Before) =>
        new((_, name) => name == operation ? moment : null);

    /// <summary>Fails every call while a condition holds.</summary>
    public static StoreFaults While(Func<bool> isDown) => new((_, _) => isDown() ? FaultMoment.Before : null);

    /// <summary>Awaits a callback before and after the work of every call. The call throws the exceptions of the callback.</summary>
    public static StoreFaults Interrupting(Func<FaultMoment, Task> interruption) => new((_, _) => null) { _interruption = interruption };

    /// <summary>Fails calls at random, half of them after the work is done.</summary>
    public static StoreFaults AtRandom(Random random, double rate)
    {
        var gate = new Lock();
        return new StoreFaults((_, _) =>
        {
            lock (gate)
            {
                return random.NextDouble() >= rate ? null
                    : random.Next(2) == 0 ? FaultMoment.Before
                    : FaultMoment.After;
            }
        });
    }

    internal async Task<T> RunAsync<T>(string operation, Func<Task<T>> call)
    {
        var number = Interlocked.Increment(ref _calls);
        var moment = _plan(number, operation);
        Meter.Record(Charge);
        if (moment == FaultMoment.Before)
        {
            throw Fault(operation, number);
        }

        await InterruptAsync(FaultMoment.Before);
        var result = await call();
        await InterruptAsync(FaultMoment.After);
        OnMade(number);
        return moment == FaultMoment.After ? throw Fault(operation, number) : result;
    }

    Task InterruptAsync(FaultMoment moment) => _interruption?.Invoke(moment) ?? Task.CompletedTask;

    TransientStoreException Fault(string operation, int number)
    {
        Interlocked.Increment(ref _faults);
        return new TransientStoreException($"The store failed call {number} ({operation}) on purpose.");
    }
}
