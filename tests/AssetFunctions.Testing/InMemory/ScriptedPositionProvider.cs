using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Providers;

namespace AssetFunctions.Testing.InMemory;

/// <summary>A position provider that answers what it was told to, in order; the last answer repeats.</summary>
public sealed class ScriptedPositionProvider : IPositionProvider
{
    readonly Lock _gate = new();
    readonly Queue<Func<SourceAnswer>> _answers = new();
    Func<SourceAnswer> _last = () => new SourceAnswer.Refused("nothing was scripted");

    public string Name => "zerion";

    /// <summary>How often it was asked.</summary>
    public int Calls { get; private set; }

    public void Answer(SourceAnswer fetch) => Answer(() => fetch);

    public void Answer(Func<SourceAnswer> answer)
    {
        lock (_gate)
        {
            _answers.Enqueue(answer);
        }
    }

    /// <summary>Answers with these positions as a complete fetch.</summary>
    public void Answer(params IReadOnlyList<ProviderPosition> rows) => Answer(new SourceAnswer.Served<PositionSet>(SetOf(rows)));

    public PositionSet SetOf(IReadOnlyList<ProviderPosition> rows) =>
        new() { Source = Name, Rows = rows, Skipped = new Dictionary<SkipReason, int>() };

    public Task<SourceAnswer> FetchPositionsAsync(string wallet, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            Calls++;
            if (_answers.TryDequeue(out var next))
            {
                _last = next;
            }

            return Task.FromResult(_last());
        }
    }
}
