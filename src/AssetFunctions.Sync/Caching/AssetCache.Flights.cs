using AssetFunctions.Sync.Assets;

namespace AssetFunctions.Sync.Caching;

public sealed partial class AssetCache
{
    /// <summary>
    /// Runs <paramref name="work"/> for the items that no other caller is working on, then collects all results, own and joined. A failed flight fails
    /// for all its callers, since they share the request.
    /// </summary>
    async Task ShareAsync<TItem, TResult>(
        SingleFlight<AssetKey, TResult> flights,
        IReadOnlyList<TItem> items,
        Func<TItem, AssetKey> keyOf,
        Func<IReadOnlyList<TItem>, Task> work,
        Action<AssetKey, TResult> collect,
        CancellationToken cancellationToken)
    {
        var own = new List<TItem>(items.Count);
        var ownFlights = new List<SingleFlight<AssetKey, TResult>.Flight>(items.Count);
        var all = new List<SingleFlight<AssetKey, TResult>.Flight>(items.Count);
        foreach (var item in items)
        {
            var flight = flights.Join(keyOf(item), out var isMine);
            all.Add(flight);
            if (isMine)
            {
                own.Add(item);
                ownFlights.Add(flight);
            }
        }

        Interlocked.Add(ref _joined, all.Count - own.Count);
        if (own.Count > 0)
        {
            Exception failure = new InvalidOperationException("The registry returned results for fewer assets than requested.");
            try
            {
                await work(own);
            }
            catch (Exception ex)
            {
                failure = ex is OperationCanceledException ? SharedRequest.Abandoned(ex) : ex;
                throw;
            }
            finally
            {
                ownFlights.ForEach(flight => flights.Abort(flight, failure));
            }
        }

        foreach (var flight in all)
        {
            collect(flight.Key, await flight.Result.WaitAsync(cancellationToken));
        }
    }
}
