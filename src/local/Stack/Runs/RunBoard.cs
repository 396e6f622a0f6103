using AssetFunctions.Sync.Pipeline;
using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Local.Stack.Runs;

/// <summary>One run as seen from its log events.</summary>
sealed class RunProgress(string runId, string name, string wallet, bool awaitsTransactions)
{
    readonly HashSet<int> _assets = [];
    readonly HashSet<int> _prices = [];
    readonly HashSet<int> _positions = [];
    readonly HashSet<int> _pages = [];

    public string RunId { get; } = runId;

    /// <summary>Name of the sample wallet, or the short address of a live one.</summary>
    public string Name { get; } = name;

    public string Wallet { get; } = wallet;

    /// <summary>Chunks of the run, 0 before it was extracted.</summary>
    public int Chunks { get; private set; }

    public int AssetsDone => _assets.Count;

    public int PricesDone => _prices.Count;

    public int PositionsDone => _positions.Count;

    public RunStatus Status { get; private set; } = RunStatus.Running;

    public string Reason { get; private set; } = string.Empty;

    /// <summary>The summary event, once the run is stored.</summary>
    public AppEvent? Summary { get; private set; }

    /// <summary>Whether the run fetches transactions too.</summary>
    public bool AwaitsTransactions { get; } = awaitsTransactions;

    /// <summary>Pages of transactions stored.</summary>
    public int Pages => _pages.Count;

    /// <summary>The event that ended the transactions of the run, or null while they are fetched.</summary>
    public AppEvent? History { get; private set; }

    // A run that could not be extracted never gets to its transactions.
    public bool HasEnded => Status != RunStatus.Running && (!AwaitsTransactions || History is not null || Chunks == 0);

    public void Apply(AppEvent @event)
    {
        switch (@event.Id)
        {
            case SyncEvents.Extracted:
                Chunks = Math.Max(Chunks, @event.Int("Chunks"));
                break;
            case SyncEvents.RunEnded:
                End(@event);
                break;
            case SyncEvents.AssetsRegistered:
                _assets.Add(@event.Int("Chunk"));
                break;
            case SyncEvents.Priced:
                _prices.Add(@event.Int("Chunk"));
                break;
            case SyncEvents.PositionsStored:
                _positions.Add(@event.Int("Chunk"));
                break;
            case SyncEvents.RunSummary:
                Summary = @event;
                End(@event);
                break;
            case SyncEvents.TransactionsStored:
                _pages.Add(@event.Int("Page"));
                break;
            case SyncEvents.TransactionsEnded:
                History = @event;
                break;
        }
    }

    void End(AppEvent @event)
    {
        Status = Enum.TryParse<RunStatus>(@event.Text("Status"), out var status) ? status : RunStatus.Failed;
        Reason = @event.Text("Reason");
    }
}

/// <summary>All runs this program asked for.</summary>
sealed class RunBoard
{
    readonly Dictionary<string, RunProgress> _byId = new(StringComparer.Ordinal);
    readonly List<RunProgress> _runs = [];
    readonly List<string> _errors = [];
    readonly Lock _gate = new();

    public void Expect(string runId, string name, string wallet, bool awaitsTransactions = false)
    {
        lock (_gate)
        {
            var run = new RunProgress(runId, name, wallet, awaitsTransactions);
            _runs.Add(run);
            _byId.Add(runId, run);
        }
    }

    /// <summary>Takes in a line that a function app wrote; lines that are no event say nothing.</summary>
    public void Apply(string line)
    {
        if (AppEvent.Parse(line) is not { } @event)
        {
            return;
        }

        lock (_gate)
        {
            if (@event.IsError)
            {
                _errors.Add(@event.Fault.Length > 0 ? @event.Fault : @event.Message);
            }

            if (@event.IsOfTheSync && _byId.TryGetValue(@event.Text("RunId"), out var run))
            {
                run.Apply(@event);
            }
        }
    }

    public T Read<T>(Func<IReadOnlyList<RunProgress>, T> read)
    {
        lock (_gate)
        {
            return read(_runs);
        }
    }

    /// <summary>Errors logged so far, oldest first.</summary>
    public IReadOnlyList<string> Errors
    {
        get
        {
            lock (_gate)
            {
                return [.. _errors];
            }
        }
    }

    public bool AllEnded => Read(runs => runs.All(run => run.HasEnded));
}
