using System.Text.Json;
using System.Text.Json.Nodes;
using AssetFunctions.Cli.Api;

namespace AssetFunctions.Cli.Runs;

/// <summary>A wallet that is asked to be synced, and the run that comes of it as the API shows it.</summary>
/// <param name="name">What to call the wallet.</param>
/// <param name="wallet">Address in canonical form.</param>
/// <param name="runId">The run, or null where the deployment is yet to be asked for one.</param>
sealed class FollowedRun(string name, string wallet, string? runId = null)
{
    public string Name { get; } = name;

    public RunResponse Run { get; private set; } = new() { Wallet = wallet, RunId = runId, Status = RunStates.Running, Phase = runId is null ? "asking" : "queued" };

    /// <summary>What the deployment says of the run.</summary>
    public JsonObject Json
    {
        get => field ??= JsonSerializer.SerializeToNode(Run, JsonSerializerOptions.Web)!.AsObject();
        private set;
    }

    /// <summary>Whether the run fetches transactions too, which are followed to their end as well.</summary>
    public bool AwaitsTransactions { get; init; }

    /// <summary>How far the transactions reach, once the run has fetched them.</summary>
    public HistoryResponse? History { get; private set; }

    /// <summary>Whether the deployment has taken the request.</summary>
    public bool IsAccepted => Run.RunId is not null;

    /// <summary>Whether nothing more is to be learnt by asking again. A run that could not be extracted never gets to its transactions.</summary>
    public bool IsSettled => Run.HasEnded && (!AwaitsTransactions || History is not null || Run.Progress is null);

    /// <summary>Why the last question about it found no answer, or null where it did.</summary>
    public string? Failure { get; private set; }

    /// <summary>Timestamp of the first of the failures since the last answer.</summary>
    public long? FailingSince { get; private set; }

    public void Accept(Response<RefreshResponse> response)
    {
        Run = Run with { RunId = response.Value.RunId, Status = response.Value.Status, Phase = "queued" };
        Json = response.Json;
        Recover();
    }

    /// <summary>Asks the deployment once how the run stands.</summary>
    /// <exception cref="DeploymentException">It does not say.</exception>
    public async Task UpdateAsync(ApiConnection api, CancellationToken cancellationToken)
    {
        if (!Run.HasEnded)
        {
            Take(await api.GetRunAsync(Run.Wallet, Run.RunId!, cancellationToken));
        }

        if (Run.HasEnded && !IsSettled)
        {
            Take((await api.GetTransactionsAsync(Run.Wallet, cancellationToken)).Value.History);
        }

        Recover();
    }

    public void Take(Response<RunResponse> response) => (Run, Json) = response;

    /// <summary>Notes how far the transactions of the wallet reach, where this run has ended fetching them.</summary>
    public void Take(HistoryResponse history) => History = history is { IsFetching: false } && history.LastRun?.RunId == Run.RunId ? history : null;

    /// <summary>Notes a transient failure.</summary>
    public void Fail(string reason, long timestamp)
    {
        Failure = reason;
        FailingSince ??= timestamp;
    }

    public void Refuse(string reason)
    {
        Run = Run with { Status = RunStates.Refused, Reason = reason };
        Json = new JsonObject { ["wallet"] = Run.Wallet, ["runId"] = Run.RunId, ["status"] = Run.Status, ["reason"] = reason };
    }

    void Recover() => (Failure, FailingSince) = (null, null);
}
