using AssetFunctions.Http;
using AssetFunctions.Sync.Queries;
using Microsoft.AspNetCore.Http;

namespace AssetFunctions.Functions;

/// <summary>Requests about wallets and their runs.</summary>
public sealed class WalletApi(ApiCalls calls, WalletReading reading, RunIds runIds, PositionTokens tokens, TimeProvider clock)
{
    public Task<ApiAnswer> GetRunAsync(string wallet, string runId, CancellationToken cancellationToken) => calls.ForWalletAsync(wallet, async canonical =>
        await reading.FindRunAsync(canonical, runId, runIds.WaitingSince(canonical, runId), cancellationToken) is { } run
            ? Ok(RunModel.Of(canonical, run, clock.GetUtcNow()))
            : await reading.GoneOrAsync(canonical, Problems.UnknownRun(canonical), cancellationToken));

    public Task<ApiAnswer> GetWalletAsync(string wallet, CancellationToken cancellationToken) => calls.ForWalletAsync(wallet, async canonical =>
        await reading.FindAsync(canonical, cancellationToken) switch
        {
            null => Problems.UnknownWallet(canonical),
            { Life.Deletion: not null } => Problems.Gone(canonical),
            var report => Ok(WalletModel.Of(canonical, report)),
        });

    public Task<ApiAnswer> GetPositionsAsync(string wallet, IQueryCollection parameters, CancellationToken cancellationToken) =>
        calls.ForWalletAsync(wallet, async canonical =>
        {
            var reader = new QueryReader(parameters);
            var query = new PositionQuery
            {
                Network = reader.Read(ApiParameters.Network),
                Type = reader.Read(ApiParameters.PositionType),
                MinValueUsd = reader.Read(ApiParameters.MinValueUsd),
                Spam = reader.Read(ApiParameters.Spam),
                Order = reader.Read(ApiParameters.Sort),
                PageSize = reader.Read(ApiParameters.PageSize),
            };
            var token = reader.Read(ApiParameters.Continuation);
            if (reader.Problem is { } problem)
            {
                return problem;
            }

            if (token is not null)
            {
                query = query with { After = tokens.Read(canonical, query, token) };
                if (query.After is null)
                {
                    return Problems.BadContinuation();
                }
            }

            return await reading.FindPositionsAsync(canonical, query, cancellationToken) is { } page
                ? Ok(PositionsModel.Of(canonical, page, page.Next is { } next ? tokens.Create(canonical, query, next) : null))
                : await reading.GoneOrAsync(canonical, Problems.UnknownWallet(canonical), cancellationToken);
        });

    static ApiAnswer Ok(object body) => new(StatusCodes.Status200OK, body);
}
