using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace AssetFunctions.Testing.InMemory;

/// <summary>Makes meters, as a host does, and keeps what they measure.</summary>
public sealed class InMemoryMeters : IMeterFactory
{
    readonly ConcurrentBag<Meter> _meters = [];
    readonly MeterListener _listener = new();

    public InMemoryMeters()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, this))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => Measured.Add((instrument.Name, instrument.Unit, value)));
        _listener.Start();
    }

    public ConcurrentBag<(string Name, string? Unit, double Value)> Measured { get; } = [];

    public Meter Create(MeterOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Scope = this;
        var meter = new Meter(options);
        _meters.Add(meter);
        return meter;
    }

    public void Dispose()
    {
        _listener.Dispose();
        foreach (var meter in _meters)
        {
            meter.Dispose();
        }
    }
}
