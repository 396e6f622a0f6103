using AssetFunctions.Http;
using AssetFunctions.Sync.Queries;
using AssetFunctions.Sync.Wallets;
using Microsoft.AspNetCore.Http;

namespace AssetFunctions.Functions;

/// <summary>Requests about what wallets were worth.</summary>
public sealed class HistoryApi(ApiCalls calls, IWalletHistory history, WalletReading reading, TimeProvider clock)
{
    public Task<ApiAnswer> GetAsync(string wallet, IQueryCollection parameters, CancellationToken cancellationToken) =>
        calls.ForWalletAsync(wallet, async canonical =>
        {
            var reader = new QueryReader(parameters);
            var granularity = reader.Read(ApiParameters.Granularity);
            var withCurrent = reader.Read(ApiParameters.Current);
            var (range, problem) = TimeRange.Read(reader, clock.GetUtcNow());
            return range is null ? problem! : await ReadAsync(canonical, granularity, range, withCurrent, cancellationToken);
        });

    async Task<ApiAnswer> ReadAsync(string wallet, Granularity granularity, TimeRange range, bool withCurrent, CancellationToken cancellationToken)
    {
        if (await history.ReadAsync(wallet, granularity, range.From, range.To, cancellationToken) is not { } snapshots)
        {
            return await reading.GoneOrAsync(wallet, Problems.UnknownWallet(wallet), cancellationToken);
        }

        var current = withCurrent ? await reading.FindAsync(wallet, cancellationToken) : null;
        return new ApiAnswer(StatusCodes.Status200OK, HistoryModel.Of(wallet, granularity, range, snapshots, current));
    }
}
