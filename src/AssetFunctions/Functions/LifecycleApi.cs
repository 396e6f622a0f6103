using AssetFunctions.Http;
using AssetFunctions.Sync.Phases.Lifecycle;
using AssetFunctions.Sync.Phases.Scheduling;
using AssetFunctions.Sync.Queries;
using AssetFunctions.Sync.Wallets;
using Microsoft.AspNetCore.Http;

namespace AssetFunctions.Functions;

/// <summary>Requests that change wallets: registration, refresh, deletion.</summary>
public sealed class LifecycleApi(
    ApiCalls calls, WalletRegistrations registrations, RefreshRequests refresh, WalletDeletions deletions, IWalletDirectory directory, RunReports reports, RunIds runIds,
    ContinuationTokens tokens)
{
    const string ListPurpose = "wallets";

    public Task<ApiAnswer> RegisterAsync(HttpRequest request, CancellationToken cancellationToken) => calls.RunAsync(async () =>
    {
        var reader = await RegistrationReader.ReadAsync(request, cancellationToken);
        if (reader.Problem is { } problem)
        {
            return problem;
        }

        return await registrations.RegisterAsync(reader.Wallet, reader.Change, cancellationToken) switch
        {
            RegistrationOutcome.Stored stored => Registered(stored),
            RegistrationOutcome.Outdated outdated => Problems.Outdated(outdated.Revision),
            _ => Problems.Deleting(reader.Wallet),
        };
    });

    public Task<ApiAnswer> ListAsync(IQueryCollection parameters, CancellationToken cancellationToken) => calls.RunAsync(async () =>
    {
        var reader = new QueryReader(parameters);
        var pageSize = reader.Read(ApiParameters.WalletPageSize);
        var token = reader.Read(ApiParameters.Continuation);
        var continuation = token is null ? null : tokens.Read([ListPurpose], token);
        if (reader.Problem is { } problem)
        {
            return problem;
        }

        if (token is not null && continuation is null)
        {
            return Problems.BadContinuation();
        }

        var page = await directory.ListAsync(pageSize, continuation, cancellationToken);
        return Ok(new WalletListModel([.. page.Entries.Select(entry => WalletEntryModel.Of(entry, reports))], page.Continuation is { } next ? tokens.Create([ListPurpose], next) : null));
    });

    public Task<ApiAnswer> RefreshAsync(string wallet, IQueryCollection parameters, CancellationToken cancellationToken) =>
        calls.ForWalletAsync(wallet, async canonical =>
        {
            var reader = new QueryReader(parameters);
            var wish = new RefreshWish(runIds.Create(canonical), reader.Read(ApiParameters.Force), Revive: true);
            var transactions = reader.Read(ApiParameters.Transactions);
            if (reader.Problem is { } problem)
            {
                return problem;
            }

            return await refresh.AskAsync(canonical, wish, transactions, cancellationToken) switch
            {
                RefreshOutcome.Started => Accepted(RefreshModel.Of(canonical, wish.RunId)),
                RefreshOutcome.Joined joined => Accepted(RefreshModel.Of(canonical, joined.RunId) with { Joined = true }),
                RefreshOutcome.Fresh fresh => Ok(RefreshModel.Of(canonical, fresh.RunId) with { Fresh = true, Status = fresh.Status }),
                _ => Problems.Deleting(canonical),
            };
        });

    public Task<ApiAnswer> DeleteAsync(string wallet, CancellationToken cancellationToken) =>
        calls.ForWalletAsync(wallet, async canonical => await deletions.AskAsync(canonical, cancellationToken) switch
        {
            null => Problems.UnknownWallet(canonical),
            { DoneAt: null } deletion => Accepted(DeletionModel.Of(canonical, deletion)),
            var done => Ok(DeletionModel.Of(canonical, done)),
        });

    public Task<ApiAnswer> GetDeletionAsync(string wallet, CancellationToken cancellationToken) =>
        calls.ForWalletAsync(wallet, async canonical => await deletions.FindAsync(canonical, cancellationToken) is { } deletion
            ? Ok(DeletionModel.Of(canonical, deletion))
            : Problems.UnknownDeletion(canonical));

    ApiAnswer Registered(RegistrationOutcome.Stored stored) => new(
        stored.IsNew ? StatusCodes.Status201Created : StatusCodes.Status200OK, WalletEntryModel.Of(stored.Entry, reports))
    {
        Location = stored.IsNew ? $"/api/wallets/{stored.Entry.Wallet}" : null,
        Tag = stored.Entry.Life.Registration!.Revision.ToString(),
    };

    static ApiAnswer Accepted(IHasStatusUrl model) => new(StatusCodes.Status202Accepted, model) { Location = model.StatusUrl };

    static ApiAnswer Ok(object body) => new(StatusCodes.Status200OK, body);
}
