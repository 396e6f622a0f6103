using AssetFunctions.Sync.Reading;
using AssetFunctions.Sync.Wallets;
using Microsoft.AspNetCore.Http;

namespace AssetFunctions.Api;

/// <summary>Requests about what wallets were worth.</summary>
public sealed class HistoryApi(ApiCalls calls, IWalletHistory history, WalletReading reading, TimeProvider clock)
{
    public Task<ApiAnswer> GetAsync(string wallet, IQueryCollection parameters, CancellationToken cancellationToken)
    {
        var reader = new QueryReader(parameters);
        var granularity = reader.Read(ApiParameters.Granularity);
        var withCurrent = reader.Read(ApiParameters.Current);
        var (range, problem) = TimeRange.Read(reader, clock.GetUtcNow());
        return !WalletAddress.TryCanonicalize(wallet, out var canonical) ? Task.FromResult(Problems.BadWallet())
            : range is null ? Task.FromResult(problem!)
            : calls.RunAsync(() => ReadAsync(canonical, granularity, range, withCurrent, cancellationToken));
    }

    async Task<ApiAnswer> ReadAsync(string wallet, Granularity granularity, TimeRange range, bool withCurrent, CancellationToken cancellationToken)
    {
        if (await history.ReadAsync(wallet, granularity, range.From, range.To, cancellationToken) is not { } snapshots)
        {
            return await reading.IsDeletedAsync(wallet, cancellationToken) ? Problems.Gone(wallet) : Problems.UnknownWallet(wallet);
        }

        var current = withCurrent ? await reading.FindAsync(wallet, cancellationToken) : null;
        return new ApiAnswer(StatusCodes.Status200OK, HistoryModel.Of(wallet, granularity, range, snapshots, current));
    }
}
