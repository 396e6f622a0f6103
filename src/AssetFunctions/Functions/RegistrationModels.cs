using AssetFunctions.Http;
using AssetFunctions.Sync.Queries;
using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Functions;

/// <param name="Version">Number of changes so far; If-Match compares it.</param>
sealed record RegistrationModel(
    string Label, IReadOnlyList<string> Networks, double IntervalMinutes, bool Paused, DateTimeOffset RegisteredAt, DateTimeOffset UpdatedAt, string Version)
{
    public static RegistrationModel? Of(WalletRegistration? registration) => registration is null ? null : new RegistrationModel(
        registration.Label, registration.Networks, registration.Interval.TotalMinutes, registration.IsPaused, registration.RegisteredAt,
        registration.UpdatedAt, registration.Revision.ToString());
}

/// <param name="DueAt">When the next scheduled sync is due, or null while the wallet is paused or being deleted.</param>
/// <param name="LastChangeAt">When a sync last found changed positions, or null when none has.</param>
sealed record ScheduleModel(DateTimeOffset? DueAt, DateTimeOffset? LastChangeAt)
{
    public static ScheduleModel? Of(WalletState state) =>
        state.Registration is null ? null : new ScheduleModel(state.Deletion is null ? state.DueAt : null, state.ChangedAt);
}

/// <summary>A wallet in a list, with the result of its last run; its positions are not read.</summary>
/// <param name="Status">Status of the last run, or null before the first.</param>
/// <param name="NetUsd">Net value at the end of the last finished run, or null when there is none.</param>
/// <param name="AsOf">When the oldest of the positions was fetched, or null when no fetch succeeded yet.</param>
sealed record WalletEntryModel(
    string Wallet, RegistrationModel? Registration, ScheduleModel? Schedule, RunStatus? Status, string? RunId, decimal? NetUsd, DateTimeOffset? AsOf,
    bool Deleting)
{
    public static WalletEntryModel Of(WalletState state, RunReports reports)
    {
        var run = reports.OfLast(state) ?? reports.OfClaim(state);
        var total = state.LastFinish?.Finish.Total;
        return new WalletEntryModel(
            state.Wallet,
            RegistrationModel.Of(state.Registration),
            ScheduleModel.Of(state),
            run?.Status,
            run?.RunId,
            total is null ? null : total.HoldingsUsd - total.DebtUsd,
            state.AsOf,
            state.Deletion is not null);
    }
}

sealed record WalletListModel(IReadOnlyList<WalletEntryModel> Wallets, string? Continuation);

/// <param name="Status"><c>deleting</c> or <c>deleted</c>.</param>
/// <param name="Removed">Documents removed so far.</param>
sealed record DeletionModel(string Wallet, string Status, DateTimeOffset RequestedAt, int Removed, DateTimeOffset? DoneAt, string StatusUrl) : IHasStatusUrl
{
    public static DeletionModel Of(string wallet, WalletDeletion deletion) => new(
        wallet, deletion.DoneAt is null ? "deleting" : "deleted", deletion.RequestedAt, deletion.Removed, deletion.DoneAt, $"/api/wallets/{wallet}/deletion");
}
