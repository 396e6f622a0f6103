using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AssetFunctions.Cosmos.Client;
using AssetFunctions.Cosmos.Documents;
using AssetFunctions.Sync;
using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Telemetry;
using AssetFunctions.Sync.Wallets;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.Cosmos.Wallets;

sealed partial class CosmosWalletStore
{
    public Task<RunFinish?> FinishAsync(SyncRun run, RunFinish finish, CancellationToken cancellationToken) =>
        calls.RunAsync($"finishing run {run.RunId} of {run.Wallet}", token => FinishCoreAsync(run, finish, token), cancellationToken);

    public Task FailAsync(string wallet, RunFailure failure, CancellationToken cancellationToken) =>
        calls.RunAsync($"recording the failed run {failure.RunId} of {wallet}", token => FailCoreAsync(wallet, failure, token), cancellationToken);

    async Task<RunFinish?> FinishCoreAsync(SyncRun run, RunFinish finish, CancellationToken cancellationToken)
    {
        // The last finished run shows whether a day has ended.
        if (await container.FindStateAsync(run.Wallet, cancellationToken) is not { } document)
        {
            return null;
        }

        var form = document.IsPaged ? WriteLayout.Pages : layout;
        var before = WalletMapper.ToState(document)!;
        finish = finish.WithMore(DatabaseUsage.OneRequest + ReadsOf(run, before.LastFinish));
        var options = new TransactionalBatchPatchItemRequestOptions
        {
            EnableContentResponseOnWrite = false,
            FilterPredicate = WalletConditions.Where(WalletConditions.OpenAndCurrent(run)),
        };
        var batch = container.CreateTransactionalBatch(new PartitionKey(run.Wallet)).PatchItem(WalletDocumentIds.State, [.. SetFinish(run, finish, before, form)], options);
        AddFinish(batch, run, finish, form);
        await AddDayBeforeAsync(batch, run, before.LastFinish, cancellationToken);
        using var response = await batch.ExecuteAsync(cancellationToken);
        return response.IsSuccessStatusCode ? finish
            : IsGuardStatus(response.StatusCode) ? null
            : throw StoreCalls.FailureOf(response);
    }

    async Task<bool> FailCoreAsync(string wallet, RunFailure failure, CancellationToken cancellationToken)
    {
        for (var round = 0; round < CosmosDefaults.MaxIdleRounds; round++)
        {
            switch (await TryFailAsync(wallet, failure, cancellationToken))
            {
                case FailStep.Recorded:
                    return true;
                case FailStep.NewerStored:
                    await RecordAsync(wallet, failure, cancellationToken);
                    return false;
                case FailStep.UnknownWallet when RegistrationDefaults.IsForgotten(failure.StartedAt, failure.FailedAt):
                    return false;
                case FailStep.UnknownWallet when await TryFailNewWalletAsync(wallet, failure, cancellationToken):
                    return true;
            }
        }

        throw new TransientStoreException($"The state of {wallet} is being created and removed concurrently.");
    }

    async Task<FailStep> TryFailAsync(string wallet, RunFailure failure, CancellationToken cancellationToken)
    {
        var options = new TransactionalBatchPatchItemRequestOptions
        {
            EnableContentResponseOnWrite = false,
            FilterPredicate = WalletConditions.Where(WalletConditions.NotNewerThan(failure)),
        };
        var batch = container.CreateTransactionalBatch(new PartitionKey(wallet))
            .PatchItem(WalletDocumentIds.State, [PatchOperation.Set("/failure", WalletMapper.ToDocument(failure))], options)
            .CreateItemStream(RecordOf(wallet, failure), NoContent);
        using var response = await batch.ExecuteAsync(cancellationToken);
        return response.StatusCode switch
        {
            _ when response.IsSuccessStatusCode => FailStep.Recorded,
            HttpStatusCode.PreconditionFailed => FailStep.NewerStored,
            HttpStatusCode.NotFound when !response.IsRejectedWhole() => FailStep.UnknownWallet,

            // The record of a run is written once; a redelivered message does not overwrite it.
            HttpStatusCode.Conflict => FailStep.Recorded,
            _ => throw StoreCalls.FailureOf(response),
        };
    }

    async Task<bool> TryFailNewWalletAsync(string wallet, RunFailure failure, CancellationToken cancellationToken)
    {
        var state = new WalletDocument { Wallet = wallet, Ranges = [], Failure = WalletMapper.ToDocument(failure) };
        var batch = container.CreateTransactionalBatch(new PartitionKey(wallet))
            .CreateItemStream(new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(state, CosmosJson.Default.WalletDocument)), NoContent)
            .CreateItemStream(RecordOf(wallet, failure), NoContent);
        using var response = await batch.ExecuteAsync(cancellationToken);
        return response.IsSuccessStatusCode
            || (response.StatusCode == HttpStatusCode.Conflict ? false : throw StoreCalls.FailureOf(response));
    }

    async Task RecordAsync(string wallet, RunFailure failure, CancellationToken cancellationToken)
    {
        // A wallet that is being deleted gets no further records.
        var batch = container.CreateTransactionalBatch(new PartitionKey(wallet))
            .RequireState(WalletConditions.Alive(failure.StartedAt))
            .CreateItemStream(RecordOf(wallet, failure), NoContent);
        using var response = await batch.ExecuteAsync(cancellationToken);
        var isSettled = response.StatusCode is HttpStatusCode.PreconditionFailed or HttpStatusCode.Conflict or HttpStatusCode.NotFound && !response.IsRejectedWhole();
        if (!response.IsSuccessStatusCode && !isSettled)
        {
            throw StoreCalls.FailureOf(response);
        }
    }

    // The record holds the value of its hour. Releases before pages read it from snapshots.
    static int AddFinish(TransactionalBatch batch, SyncRun run, RunFinish finish, WriteLayout form)
    {
        Add(batch, WalletMapper.ToRecord(run, finish, form), CosmosJson.Default.SyncDocument);
        var snapshots = form == WriteLayout.Documents ? Enum.GetValues<Granularity>() : [];
        foreach (var granularity in snapshots)
        {
            Add(batch, WalletMapper.ToSnapshot(run, finish, granularity), CosmosJson.Default.SnapshotDocument);
        }

        return 1 + snapshots.Length;
    }

    /// <summary>Adds the closing value and the hours of the day of the last finished run, if a run finishes that fetched the wallet on a later day.</summary>
    /// <returns>Number of operations.</returns>
    async Task<int> AddDayBeforeAsync(TransactionalBatch batch, SyncRun run, FinishedRun? last, CancellationToken cancellationToken)
    {
        if (!EndsDay(run, last))
        {
            return 0;
        }

        var day = Granularity.Day.StartOf(last.FetchedAt);
        var hours = await container.ReadHoursAsync(run.Wallet, day, day.AddDays(1), day, cancellationToken);
        Add(batch, HistoryMapper.ToDay(run.Wallet, last), CosmosJson.Default.SnapshotDocument);
        Add(batch, HistoryMapper.ToHours(run.Wallet, day, hours.SelectMany(HistoryMapper.ValuesOf)), CosmosJson.Default.HoursDocument);
        return 2;
    }

    static bool EndsDay(SyncRun run, [NotNullWhen(true)] FinishedRun? last) =>
        last is not null && Granularity.Day.StartOf(last.FetchedAt) < Granularity.Day.StartOf(run.StartedAt);

    // The batch includes the usage of the run, so what is read for it is counted in advance.
    static DatabaseUsage ReadsOf(SyncRun run, FinishedRun? last) => EndsDay(run, last) ? DatabaseUsage.OneRequest : default;

    static void Add<T>(TransactionalBatch batch, T document, JsonTypeInfo<T> type) =>
        batch.UpsertItemStream(new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(document, type)), NoContent);

    static IEnumerable<PatchOperation> SetFinish(SyncRun run, RunFinish finish, WalletState? before, WriteLayout form)
    {
        yield return PatchOperation.Set("/finish", WalletMapper.ToDocument(run, finish, form));
        if (WalletMapper.ChangedMsOf(run, finish) is { } changedMs)
        {
            yield return PatchOperation.Set("/changedMs", changedMs);
        }

        if (WalletMapper.WholeMsOf(run, finish, before, form) is { } wholeMs)
        {
            yield return PatchOperation.Set("/wholeMs", wholeMs);
        }
    }

    static MemoryStream RecordOf(string wallet, RunFailure failure) =>
        new(JsonSerializer.SerializeToUtf8Bytes(WalletMapper.ToRecord(wallet, failure), CosmosJson.Default.SyncDocument));

    enum FailStep
    {
        Recorded,
        NewerStored,
        UnknownWallet,
    }
}
