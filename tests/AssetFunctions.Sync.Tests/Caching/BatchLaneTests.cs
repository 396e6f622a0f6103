using AssetFunctions.Sync.Caching;
using AssetFunctions.Sync.Telemetry;

namespace AssetFunctions.Sync.Tests.Caching;

public sealed class BatchLaneTests
{
    readonly List<(IReadOnlyList<int> Items, TaskCompletionSource Back)> _sent = [];

    [Fact]
    public async Task Lone_caller_sends_at_once_and_in_full_batches()
    {
        var run = Lane(maxBatch: 10, width: 4).RunAsync([.. Enumerable.Range(0, 25)], default);

        Assert.Equal([10, 10, 5], _sent.Select(batch => batch.Items.Count));
        Back(0, 1, 2);
        await run;
    }

    [Fact]
    public async Task Items_added_while_the_lane_is_full_are_sent_together()
    {
        var lane = Lane(maxBatch: 10, width: 1);
        var first = lane.RunAsync([1], default);
        var others = Enumerable.Range(2, 5).Select(item => lane.RunAsync([item], default)).ToList();
        Assert.Single(_sent);

        Back(0);
        await first;
        await UntilAsync(() => _sent.Count == 2);

        Assert.Equal([2, 3, 4, 5, 6], _sent[1].Items);
        Back(1);
        await Task.WhenAll(others);
    }

    [Fact]
    public async Task Failure_reaches_all_callers_of_its_batch_and_no_other()
    {
        var lane = Lane(maxBatch: 2, width: 1);
        var first = lane.RunAsync([1, 2], default);
        var second = lane.RunAsync([3], default);
        var third = lane.RunAsync([4], default);

        Back(0);
        await first;
        await UntilAsync(() => _sent.Count == 2);
        _sent[1].Back.SetException(new TransientStoreException("busy"));

        Assert.Equal("busy", (await Assert.ThrowsAsync<TransientStoreException>(() => second)).Message);
        Assert.Equal("busy", (await Assert.ThrowsAsync<TransientStoreException>(() => third)).Message);
        var fourth = lane.RunAsync([5], default);
        Back(2);
        await fourth;
    }

    [Fact]
    public async Task Caller_canceled_while_waiting_is_left_out_and_the_next_one_sends()
    {
        var lane = Lane(maxBatch: 10, width: 1);
        using var patience = new CancellationTokenSource();
        var first = lane.RunAsync([1], default);
        var second = lane.RunAsync([2], patience.Token);
        var third = lane.RunAsync([3], default);

        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        Back(0);
        await first;
        await UntilAsync(() => _sent.Count == 2);

        Assert.Equal([3], _sent[1].Items);
        Back(1);
        await third;
    }

    [Fact]
    public async Task Caller_canceled_while_sending_for_others_does_not_cancel_them()
    {
        var lane = new BatchLane<int>(10, 1, async (items, cancellationToken) =>
        {
            var back = new TaskCompletionSource();
            lock (_sent)
            {
                _sent.Add((items, back));
            }

            await back.Task.WaitAsync(cancellationToken);
        });
        using var patience = new CancellationTokenSource();
        var first = lane.RunAsync([1], default);
        var leader = lane.RunAsync([2], patience.Token);
        var follower = lane.RunAsync([3], default);
        Back(0);
        await first;
        await UntilAsync(() => _sent.Count == 2);

        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leader);
        await Assert.ThrowsAsync<TransientStoreException>(() => follower);
    }

    [Fact]
    public async Task Batch_counts_as_usage_of_one_of_its_waiting_callers()
    {
        var meter = new DatabaseMeter();
        var requests = 0;
        var lane = new BatchLane<int>(10, 1, async (_, _) =>
        {
            await Task.Yield();
            Interlocked.Increment(ref requests);
            meter.Record(1);
        });

        var usages = await Task.WhenAll(Enumerable.Range(0, 200).Select(item => Task.Run(async () =>
        {
            using var usage = meter.Begin();
            await lane.RunAsync([item], default);
            return usage.Usage.Requests;
        })));

        Assert.Equal(requests, usages.Sum());
    }

    [Fact]
    public async Task All_items_of_many_callers_are_sent()
    {
        var seen = new System.Collections.Concurrent.ConcurrentBag<int>();
        var underWay = 0;
        var most = 0;
        var lanes = new BatchLanes<int>(7, 3, async (_, items, _) =>
        {
            var now = Interlocked.Increment(ref underWay);
            InterlockedMax(ref most, now);
            await Task.Yield();
            foreach (var item in items)
            {
                seen.Add(item);
            }

            Interlocked.Decrement(ref underWay);
            if (items[0] % 50 == 0)
            {
                throw new TransientStoreException("now and then");
            }
        });

        await Task.WhenAll(Enumerable.Range(0, 2_000).Select(caller => Task.Run(async () =>
        {
            try
            {
                await lanes.RunAsync("ethereum", [3 * caller, (3 * caller) + 1, (3 * caller) + 2], default);
            }
            catch (TransientStoreException)
            {
                // Expected for some batches; their items were sent nevertheless.
            }
        })));

        Assert.Equal(Enumerable.Range(0, 6_000), seen.Order());
        Assert.InRange(most, 1, 3);
    }

    static void InterlockedMax(ref int target, int value)
    {
        for (var seen = Volatile.Read(ref target); seen < value; seen = Volatile.Read(ref target))
        {
            Interlocked.CompareExchange(ref target, value, seen);
        }
    }

    BatchLane<int> Lane(int maxBatch, int width) => new(maxBatch, width, (items, _) =>
    {
        var back = new TaskCompletionSource();
        lock (_sent)
        {
            _sent.Add((items, back));
        }

        return back.Task;
    });

    void Back(params int[] batches)
    {
        foreach (var batch in batches)
        {
            _sent[batch].Back.SetResult();
        }
    }

    async Task UntilAsync(Func<bool> condition)
    {
        while (true)
        {
            lock (_sent)
            {
                if (condition())
                {
                    return;
                }
            }

            await Task.Yield();
        }
    }
}
