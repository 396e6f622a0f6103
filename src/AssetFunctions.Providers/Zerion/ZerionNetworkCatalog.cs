using AssetFunctions.Providers.Http;
using AssetFunctions.Providers.JsonApi;
using AssetFunctions.Sync.Providers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Providers.Zerion;

/// <summary>
/// Networks from Zerion's API, fetched on first use and kept for a day. Concurrent callers share one call. A failed call keeps the last list and is not
/// repeated for five minutes, because calls are scarce.
/// </summary>
sealed partial class ZerionNetworkCatalog(
    IHttpClientFactory clients,
    IOptions<ZerionOptions> settings,
    ZerionCallBudget calls,
    TimeProvider timeProvider,
    ILogger<ZerionNetworkCatalog> logger) : INetworkCatalog
{
    readonly Lock _gate = new();
    readonly ZerionApi _api = new(settings.Value);
    readonly PageClient _pages = new(ZerionDefaults.Provider, settings.Value, calls, clients, timeProvider, logger);
    Dictionary<string, NetworkInfo> _networks = [];
    DateTimeOffset _refreshAt;
    Task? _refresh;

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, NetworkInfo>> ListAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (RefreshWhenDue() is { } refresh)
        {
            await refresh.WaitAsync(cancellationToken);
        }

        return Volatile.Read(ref _networks);
    }

    Task? RefreshWhenDue()
    {
        lock (_gate)
        {
            if (_refresh is { IsCompleted: false })
            {
                return _refresh;
            }

            // A caller that cancels must not end the call for the others.
            return _refresh = timeProvider.GetUtcNow() < _refreshAt ? null : Task.Run(RefreshAsync, CancellationToken.None);
        }
    }

    async Task RefreshAsync()
    {
        var lifetime = ZerionDefaults.NetworksRetry;
        try
        {
            var rows = new RowCollector<NetworkInfo>("networks", NetworkRowReader.Read, NetworkRowReader.ReadRef, ZerionApi.Next) { Subject = "list of networks" };
            var refusal = await _pages.ReadAsync(
                () => _api.Get(_api.Resource("chains")), rows, new ByteBudget(settings.Value.MaxResponseBytes), isFirst: true, CancellationToken.None);
            if (refusal is null && rows.Count > 0)
            {
                // An incomplete list only adds to the last one: a missing network may still exist.
                lifetime = rows.IncompleteReason is null ? ZerionDefaults.NetworksLifetime : lifetime;
                Keep(rows);
            }

            var reason = refusal is null ? rows.IncompleteReason ?? (rows.Count == 0 ? "the list is empty" : null) : refusal.Refusal;
            if (reason is not null)
            {
                Log.NotRefreshed(logger, Volatile.Read(ref _networks).Count, reason);
            }
        }
        catch (ProviderException ex)
        {
            Log.NotRefreshed(logger, Volatile.Read(ref _networks).Count, ex.Message);
        }
        finally
        {
            lock (_gate)
            {
                _refreshAt = timeProvider.GetUtcNow() + lifetime;
            }
        }
    }

    void Keep(RowCollector<NetworkInfo> rows)
    {
        var networks = rows.IncompleteReason is null ? [] : new Dictionary<string, NetworkInfo>(_networks);
        foreach (var network in rows.Rows)
        {
            networks[network.Slug] = network;
        }

        Volatile.Write(ref _networks, networks);
    }

    static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The list of networks was not refreshed; the last one, with {Networks} networks, stays in use: {Reason}")]
        public static partial void NotRefreshed(ILogger logger, int networks, string reason);
    }
}
