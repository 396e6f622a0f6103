using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Providers;

namespace AssetFunctions.Testing.InMemory;

/// <summary>A position provider that answers what it was told to, in order; the last answer repeats.</summary>
public sealed class ScriptedPositionProvider : IPositionProvider
{
    readonly Lock _gate = new();
    readonly Queue<Func<ProviderResult>> _results = new();
    Func<ProviderResult> _last = () => new ProviderResult.Refused("nothing was scripted");

    public string Name => "zerion";

    /// <summary>How often it was asked.</summary>
    public int Calls { get; private set; }

    public void Returns(ProviderResult fetch) => Returns(() => fetch);

    public void Returns(Func<ProviderResult> result)
    {
        lock (_gate)
        {
            _results.Enqueue(result);
        }
    }

    /// <summary>Answers with these positions as a complete fetch.</summary>
    public void Returns(params IReadOnlyList<ProviderPosition> rows) => Returns(new ProviderResult.Served<PositionSet>(SetOf(rows)));

    public PositionSet SetOf(IReadOnlyList<ProviderPosition> rows) =>
        new() { Provider = Name, Rows = rows, Skipped = new Dictionary<SkipReason, int>() };

    public Task<ProviderResult> FetchPositionsAsync(string wallet, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            Calls++;
            if (_results.TryDequeue(out var next))
            {
                _last = next;
            }

            return Task.FromResult(_last());
        }
    }
}
