using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Sync.Wallets;
using AssetFunctions.Testing.Faults;
using AssetFunctions.Testing.InMemory;
using AssetFunctions.Testing.Time;

namespace AssetFunctions.Sync.Tests.Model;

/// <summary>Stores, queues and provider that two instances of the pipeline share. The specification hears of all that happens in them.</summary>
sealed class World : IMessageSender, IPositionProvider
{
    public const int RowCount = 4;

    readonly AsyncLocal<Activity?> _activity = new();
    readonly Dictionary<string, Serve> _served = Wallets.ToDictionary(wallet => wallet, _ => new Serve(0, Serving.Everything, Rows: 7, Amount: 1));
    readonly PipelineInstance[] _instances;
    readonly Func<ISyncMessage, bool> _loses;
    int _turns;

    public World(Mistake mistake)
    {
        Specification = new Specification(Clock);
        Queues = new ModelQueues(Clock);
        Store = mistake.Wallets;
        _loses = mistake.Loses;
        Assets = new InMemoryAssetRegistry(Clock);
        Calls = StoreFaults.Interrupting(moment => _activity.Value?.PassAsync(moment) ?? Task.CompletedTask);
        WalletStore = new FaultyWalletStore(new WatchedWalletStore(mistake.Store(Store), Specification), Calls);
        Directory = new FaultyWalletDirectory(new WatchedWalletDirectory(mistake.Directory(Store), Specification), Calls);
        Reader = new FaultyWalletReader(Store, Calls);
        _instances = [new PipelineInstance(this), new PipelineInstance(this)];
    }

    public static IReadOnlyList<string> Wallets { get; } = [TestRows.Address(0xa1), TestRows.Address(0xb2), TestRows.Address(0xc3)];

    public ManualTimeProvider Clock { get; } = new(TestRows.Noon);

    public Specification Specification { get; }

    public ModelQueues Queues { get; }

    public InMemoryWalletStore Store { get; }

    public InMemoryAssetRegistry Assets { get; }

    public InMemoryTrustStore Trust { get; } = new();

    public StoreFaults Calls { get; }

    public IWalletStore WalletStore { get; }

    public IWalletDirectory Directory { get; }

    public IWalletReader Reader { get; }

    public string Name => "zerion";

    public void Serve(string wallet, Serve what) => _served[wallet] = what;

    /// <summary>From now on the provider serves everything of every wallet.</summary>
    public void ServeEverything()
    {
        foreach (var wallet in Wallets)
        {
            _served[wallet] = _served[wallet] with { How = Serving.Everything };
        }
    }

    /// <summary>Lets an instance do something.</summary>
    /// <returns>Whether it was done; false where it failed, null where the instance died.</returns>
    public async Task<(bool? IsDone, Activity Activity)> RunAsync(Interruption? interruption, Func<int, Task> overtake, Func<PipelineInstance, CancellationToken, Task> work)
    {
        // Work that overtakes is that of the other instance: in one process the chunks of a wallet wait for each other.
        var number = _activity.Value is { } overtaken ? 1 - overtaken.Instance : _turns++ % _instances.Length;
        using var activity = new Activity(number, interruption, overtake);
        _activity.Value = activity;
        Clock.Advance(TimeSpan.FromMilliseconds(1));
        try
        {
            var working = work(_instances[number], activity.Cancellation);
            if (await Task.WhenAny(working, activity.Death) != working)
            {
                _instances[number].Dispose();
                _instances[number] = new PipelineInstance(this);
                return (null, activity);
            }

            await working;
            return (true, activity);
        }
        catch (Exception ex) when (ex is TransientStoreException or ProviderException or OperationCanceledException)
        {
            return (false, activity);
        }
    }

    async Task IMessageSender.SendAsync(ISyncMessage message, TimeSpan delay, CancellationToken cancellationToken)
    {
        await PassAsync(FaultMoment.Before);
        cancellationToken.ThrowIfCancellationRequested();
        Send(message, delay);
        await PassAsync(FaultMoment.After);
    }

    /// <summary>Sends a message as a caller does.</summary>
    public void Send(ISyncMessage message, TimeSpan delay = default)
    {
        if (_loses(message))
        {
            return;
        }

        var queued = Queues.Send(message.Queue, MessageCodec.Encode(message), delay);
        if (message is SyncRequest request)
        {
            Specification.Owe(request.Wallet, request.RunId ?? queued.Id);
        }

        if (_activity.Value is { } activity)
        {
            activity.Sent++;
            if (message is AssetsMessage { Chunk: var chunk })
            {
                Specification.Planned(chunk.Run, chunk.Range, activity.Fetch!);
            }
        }
    }

    Task IMessageSender.RejectAsync(string queue, string body, CancellationToken cancellationToken)
    {
        Queues.AddPoison(queue, body);
        return Task.CompletedTask;
    }

    Task IMessageSender.ReturnAsync(string queue, string body, TimeSpan delay, TimeSpan timeToLive, CancellationToken cancellationToken) =>
        throw new NotSupportedException("No message of the model is newer than the code.");

    async Task IMessageSender.ReplaceAsync(string id, string receipt, ISyncMessage message, TimeSpan delay, CancellationToken cancellationToken)
    {
        await PassAsync(FaultMoment.Before);
        Queues.Replace(receipt, MessageCodec.Encode(message), delay);
        await PassAsync(FaultMoment.After);
    }

    async Task<ProviderResult> IPositionProvider.FetchPositionsAsync(string wallet, CancellationToken cancellationToken)
    {
        await PassAsync(FaultMoment.Before);
        cancellationToken.ThrowIfCancellationRequested();
        var served = Respond(_served[wallet]);
        await PassAsync(FaultMoment.After);
        return served;
    }

    ProviderResult Respond(Serve served)
    {
        if (served.How is not (Serving.Everything or Serving.Part))
        {
            return served.How switch
            {
                Serving.NotReady => new ProviderResult.NotReady(TimeSpan.FromSeconds(30), "The wallet is being prepared."),
                Serving.Throttled => new ProviderResult.Throttled(TimeSpan.FromMinutes(40), "The quota is used up."),
                Serving.Refused => new ProviderResult.Refused("The wallet is refused."),
                _ => throw new ProviderException("The provider is down."),
            };
        }

        var isComplete = served.How == Serving.Everything;
        IReadOnlyList<ProviderPosition> rows =
            [.. Enumerable.Range(0, RowCount).Where(row => (served.Rows & (1 << row)) != 0).Select(row => TestRows.Position(row + 1, amount: served.Amount))];
        _activity.Value!.Fetch = new Fetch(rows.Select(Position.From).ToDictionary(position => position.Id, position => position.Fingerprint), isComplete);
        return new ProviderResult.Served<PositionSet>(new PositionSet
        {
            Provider = Name,
            Rows = rows,
            Skipped = new Dictionary<SkipReason, int>(),
            IncompleteReason = isComplete ? null : "the response was cut",
        });
    }

    Task PassAsync(FaultMoment moment) => _activity.Value?.PassAsync(moment) ?? Task.CompletedTask;
}
