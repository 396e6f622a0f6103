namespace AssetFunctions.Sync.Caching;

/// <summary>
/// Merges the small batches of concurrent callers. Nobody waits for a clock: while fewer than <paramref name="width"/> batches are under way
/// a caller sends at once, and what gathers while that many are goes out together as soon as one of them is back. A lone caller is as fast
/// as without a lane; a crowd sends fuller batches.
/// </summary>
/// <param name="maxBatch">Most items of one batch.</param>
/// <param name="width">Most batches under way at once.</param>
/// <param name="sendAsync">Sends one batch. It runs in the context of a caller that has items waiting, whose usage it counts as.</param>
sealed class BatchLane<T>(int maxBatch, int width, Func<IReadOnlyList<T>, CancellationToken, Task> sendAsync)
{
    readonly Lock _gate = new();
    readonly LinkedList<Entry> _waiting = [];
    int _underWay;

    /// <summary>Has items sent, alone or with those of others, and waits until all of them are.</summary>
    /// <exception cref="TransientStoreException">A caller that was sending one of the items gave up.</exception>
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
            while (Next(caller) is var (batch, news) && (batch is not null || news is not null))
            {
                if (batch is not null)
                {
                    sending.Add(SendAsync(caller, batch, cancellationToken));
                }
                else
                {
                    await news!.WaitAsync(cancellationToken);
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

    /// <returns>A batch to send, or else what to wait for, or neither when the caller has nothing left to wait for.</returns>
    (List<Entry>? Batch, Task? News) Next(Caller caller)
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

            // The news may have been that it was this caller's turn.
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

    /// <summary>What one call is waiting for. Guarded by the gate of the lane.</summary>
    sealed class Caller(int items)
    {
        TaskCompletionSource? _news;

        /// <summary>Items that nobody has taken yet.</summary>
        public int Waiting { get; set; } = items;

        /// <summary>Items that were not sent yet, successfully or not.</summary>
        public int Unsettled { get; private set; } = items;

        /// <summary>The first failure of its items.</summary>
        public System.Runtime.ExceptionServices.ExceptionDispatchInfo? Failure { get; private set; }

        /// <summary>Completes when it is the caller's turn or the last item is settled.</summary>
        public Task Listen()
        {
            _news = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _news.Task;
        }

        public void Signal() => _news?.TrySetResult();

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

/// <summary>Lanes by key, each of which lives as long as somebody uses it.</summary>
/// <param name="maxBatch">Most items of one batch.</param>
/// <param name="width">Most batches under way at once in one lane.</param>
/// <param name="sendAsync">Sends one batch of one key.</param>
sealed class BatchLanes<T>(int maxBatch, int width, Func<string, IReadOnlyList<T>, CancellationToken, Task> sendAsync)
{
    readonly Dictionary<string, (BatchLane<T> Lane, int Users)> _lanes = new(StringComparer.Ordinal);

    /// <summary>Has items sent on the lane of a key.</summary>
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
