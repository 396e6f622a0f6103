using System.Net.Http.Json;
using System.Net;
using AssetFunctions.Chaos.Planning;
using AssetFunctions.Chaos.Reporting;
using AssetFunctions.Chaos.Requests;
using AssetFunctions.Chaos.Stacks;

namespace AssetFunctions.Chaos.Checking;

/// <summary>Reads from the API how each run ended, and checks that this is true.</summary>
sealed class RunChecks(ChaosStack stack, ChaosPlan plan, Versions versions, Expectations expectations, Findings findings, Tally tally)
{
    const string Overtaken = "overtaken";

    /// <returns>Database requests that the runs report.</returns>
    public async Task<long> CheckAsync(IEnumerable<RequestedRun> runs, CancellationToken cancellationToken)
    {
        var reported = 0L;
        foreach (var run in runs.DistinctBy(run => (run.Wallet, run.RunId)))
        {
            var address = plan.Wallets[run.Wallet].Address;
            using var response = await stack.Http.GetAsync(new Uri(stack.Local.Apps[0].Api, $"syncs/{address}/{run.RunId}"), cancellationToken);
            if (response.StatusCode == HttpStatusCode.NotFound)
            {
                await CheckOvertakenAsync(run, address, cancellationToken);
                continue;
            }

            response.EnsureSuccessStatusCode();
            var model = (await response.Content.ReadFromJsonAsync<Run>(cancellationToken))!;
            reported += model.Counts?.Requests ?? 0;
            tally.Add(model.Status);
            Check(run, address, model);
        }

        return reported;
    }

    void Check(RequestedRun requested, string address, Run run)
    {
        var name = $"run {requested.RunId} of {address}";
        switch (run.Status)
        {
            case "completed":
                var positions = versions.ServedSince(run.StartedAt).Where(version => version <= versions.Last).Select(version => expectations.Of(requested.Wallet, version).Count);
                if (run.Progress is not { } progress || !positions.Contains(progress.Positions) || progress.ChunksDone != progress.Chunks)
                {
                    findings.Add(Wrong.Untruthful, $"{name} is completed with {run.Progress?.Positions} positions, {run.Progress?.ChunksDone} of {run.Progress?.Chunks} chunks");
                }

                break;
            case "partial" or "failed" when !string.IsNullOrWhiteSpace(run.Reason):
                break;
            default:
                findings.Add(Wrong.Untruthful, $"{name} is {run.Status}: {run.Reason ?? "no reason"}");
                break;
        }
    }

    // A run that stored nothing has no record once a run has ended that fetched the wallet after this one was requested.
    async Task CheckOvertakenAsync(RequestedRun run, string address, CancellationToken cancellationToken)
    {
        tally.Add(Overtaken);
        var state = await stack.Ports.Wallets.FindAsync(address, cancellationToken);
        if (!(state?.LastFinish?.FetchedAt > run.RequestedAt) && !(state?.LastFailure?.StartedAt > run.RequestedAt) && !(state?.Run?.StartedAt > run.RequestedAt))
        {
            findings.Add(Wrong.Untruthful, $"run {run.RunId} of {address}, requested at {run.RequestedAt:O}, left no trace, and no later run has ended");
        }
    }

    sealed record Run(string Status, string? Reason, DateTimeOffset StartedAt, Progress? Progress, Counts? Counts);

    sealed record Progress(int ChunksDone, int Chunks, int Positions);

    sealed record Counts(int Requests);
}
