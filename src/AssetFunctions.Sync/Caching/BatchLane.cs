namespace AssetFunctions.Sync.Caching;

/// <summary>
/// Merges the small batches of concurrent callers, without a batching delay: while fewer than <paramref name="width"/> batches are in progress,
/// a caller sends at once; otherwise its items join the next batch, which is sent as soon as another one ends. A lone caller is as fast as
/// without a lane; many callers send fuller batches.
/// </summary>
/// <param name="maxBatch">Maximum items per batch.</param>
/// <param name="width">Maximum concurrent batches.</param>
/// <param name="sendAsync">Sends one batch. Runs in the context of a caller with waiting items; its usage counts as that caller's.</param>
sealed class BatchLane<T>(int maxBatch, int width, Func<IReadOnlyList<T>, CancellationToken, Task> sendAsync)
{
    readonly Lock _gate = new();
    readonly LinkedList<Entry> _waiting = [];
    int _underWay;

    /// <summary>Sends items, alone or with those of other callers, and waits until all are sent.</summary>
    /// <exception cref="TransientStoreException">The caller that was sending one of the items was canceled.</exception>
    public async Task RunAsync(IReadOnlyList<T> items, CancellationToken cancellationToken)
    {
        var caller = new Caller(items.Count);
        lock (_gate)
        {
            foreach (var item in items)
            {
                _waiting.AddLast(new Entry(item, caller));
            }
        }

        var sending = new List<Task>();
        try
        {
            while (Next(caller) is var (batch, signal) && (batch is not null || signal is not null))
            {
                if (batch is not null)
                {
                    sending.Add(SendAsync(caller, batch, cancellationToken));
                }
                else
                {
                    await signal!.WaitAsync(cancellationToken);
                }
            }
        }
        catch (OperationCanceledException)
        {
            Leave(caller);
            throw;
        }
        finally
        {
            await Task.WhenAll(sending);
        }

        caller.Failure?.Throw();
    }

    /// <returns>A batch to send, or else a signal to wait for; neither when all items of the caller are settled.</returns>
    (List<Entry>? Batch, Task? Signal) Next(Caller caller)
    {
        lock (_gate)
        {
            if (caller.Unsettled == 0)
            {
                return (null, null);
            }

            if (caller.Waiting == 0 || _underWay >= width)
            {
                return (null, caller.Listen());
            }

            _underWay++;
            var batch = new List<Entry>(Math.Min(maxBatch, _waiting.Count));
            while (batch.Count < maxBatch && _waiting.First is { } first)
            {
                _waiting.RemoveFirst();
                first.Value.Caller.Waiting--;
                batch.Add(first.Value);
            }

            SignalNext();
            return (batch, null);
        }
    }

    async Task SendAsync(Caller leader, List<Entry> batch, CancellationToken cancellationToken)
    {
        Exception? failure = null;
        try
        {
            await sendAsync([.. batch.Select(entry => entry.Item)], cancellationToken);
        }
        catch (Exception ex)
        {
            failure = ex;
        }

        lock (_gate)
        {
            foreach (var entry in batch)
            {
                entry.Caller.Settle(failure is OperationCanceledException && entry.Caller != leader ? SharedRequest.Abandoned(failure) : failure);
            }

            _underWay--;
            SignalNext();
        }
    }

    void Leave(Caller caller)
    {
        lock (_gate)
        {
            for (var node = _waiting.First; node is not null;)
            {
                var next = node.Next;
                if (node.Value.Caller == caller)
                {
                    _waiting.Remove(node);
                }

                node = next;
            }

            // The caller may have left on its turn to send: pass the turn on.
            SignalNext();
        }
    }

    void SignalNext()
    {
        if (_underWay < width)
        {
            _waiting.First?.Value.Caller.Signal();
        }
    }

    readonly record struct Entry(T Item, Caller Caller);

    /// <summary>State of one call. Guarded by the lane's gate.</summary>
    sealed class Caller(int items)
    {
        TaskCompletionSource? _signal;

        /// <summary>Items not yet taken into a batch.</summary>
        public int Waiting { get; set; } = items;

        /// <summary>Items without a result yet.</summary>
        public int Unsettled { get; private set; } = items;

        /// <summary>The first failure of its items.</summary>
        public System.Runtime.ExceptionServices.ExceptionDispatchInfo? Failure { get; private set; }

        /// <summary>Completes when the caller may send or its last item is settled.</summary>
        public Task Listen()
        {
            _signal = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _signal.Task;
        }

        public void Signal() => _signal?.TrySetResult();

        public void Settle(Exception? failure)
        {
            if (failure is not null)
            {
                Failure ??= System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(failure);
            }

            if (--Unsettled == 0)
            {
                Signal();
            }
        }
    }
}

/// <summary>Lanes by key. Each exists as long as it is in use.</summary>
/// <param name="maxBatch">Maximum items per batch.</param>
/// <param name="width">Maximum concurrent batches per lane.</param>
/// <param name="sendAsync">Sends one batch of one key.</param>
sealed class BatchLanes<T>(int maxBatch, int width, Func<string, IReadOnlyList<T>, CancellationToken, Task> sendAsync)
{
    readonly Dictionary<string, (BatchLane<T> Lane, int Users)> _lanes = new(StringComparer.Ordinal);

    /// <summary>Sends items on the lane of a key.</summary>
    public async Task RunAsync(string key, IReadOnlyList<T> items, CancellationToken cancellationToken)
    {
        var lane = Enter(key);
        try
        {
            await lane.RunAsync(items, cancellationToken);
        }
        finally
        {
            Leave(key);
        }
    }

    BatchLane<T> Enter(string key)
    {
        lock (_lanes)
        {
            var (lane, users) = _lanes.GetValueOrDefault(key);
            lane ??= new BatchLane<T>(maxBatch, width, (items, cancellationToken) => sendAsync(key, items, cancellationToken));
            _lanes[key] = (lane, users + 1);
            return lane;
        }
    }

    void Leave(string key)
    {
        lock (_lanes)
        {
            var (lane, users) = _lanes[key];
            if (users == 1)
            {
                _lanes.Remove(key);
            }
            else
            {
                _lanes[key] = (lane, users - 1);
            }
        }
    }
}
