using AssetFunctions.Local.Cosmos.Metering;
using AssetFunctions.Local.Cosmos.Partitioning;

namespace AssetFunctions.Local.Cosmos.Resources;

/// <summary>
/// Deletes expired items once a minute to free memory; readers never see them anyway. The meter counts the charge, as in a serverless account. An
/// account with provisioned throughput pays with units that are left over.
/// </summary>
sealed class ExpirySweep : IAsyncDisposable
{
    static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    readonly Account _account;
    readonly TimeProvider _clock;
    readonly CosmosMeter? _meter;
    readonly ITimer _timer;

    public ExpirySweep(Account account, TimeProvider clock, CosmosMeter? meter)
    {
        _account = account;
        _clock = clock;
        _meter = meter;
        _timer = clock.CreateTimer(_ => Sweep(), null, Interval, Interval);
    }

    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    void Sweep()
    {
        var now = _clock.GetUtcNow().ToUnixTimeSeconds();
        foreach (var container in _account.Containers)
        {
            if (container.Definition.DefaultTimeToLive is not { } defaultTtl)
            {
                continue;
            }

            foreach (var partition in container.Partitions)
            {
                Sweep(container.Id, partition, defaultTtl, now);
            }
        }
    }

    void Sweep(string container, PhysicalPartition partition, int defaultTtl, long now)
    {
        foreach (var item in partition.State.ByRid.Where(item => item.IsExpired(defaultTtl, now)))
        {
            _ = partition.Write(draft =>
            {
                // The item may have been written again since it was found.
                if (ReferenceEquals(draft.Find(item.Epk, item.Id), item))
                {
                    draft.Change(item, null);
                    _meter?.Count(new MeterKey(OperationType.Expiry, container, 204, ""), RequestUnits.Delete(item.Body.Length, item.Terms.Length), requests: 0);
                }

                return true;
            });
        }
    }
}
