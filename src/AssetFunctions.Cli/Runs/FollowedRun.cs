using System.Text.Json;
using System.Text.Json.Nodes;
using AssetFunctions.Cli.Api;

namespace AssetFunctions.Cli.Runs;

/// <summary>A wallet whose run is requested and followed, with the run's state in the API.</summary>
/// <param name="name">Display name of the wallet.</param>
/// <param name="wallet">Address in canonical form.</param>
/// <param name="runId">The run, or null when it is still to be requested.</param>
sealed class FollowedRun(string name, string wallet, string? runId = null)
{
    public string Name { get; } = name;

    public RunResponse Run { get; private set; } = new() { Wallet = wallet, RunId = runId, Status = RunStates.Running, Phase = runId is null ? "requesting" : "queued" };

    /// <summary>The API's document of the run.</summary>
    public JsonObject Json
    {
        get => field ??= JsonSerializer.SerializeToNode(Run, JsonSerializerOptions.Web)!.AsObject();
        private set;
    }

    /// <summary>True if the run also fetches transactions, which are then followed to their end too.</summary>
    public bool AwaitsTransactions { get; init; }

    /// <summary>Coverage of the transactions, once the run has fetched them.</summary>
    public HistoryResponse? History { get; private set; }

    /// <summary>True once the deployment has accepted the request.</summary>
    public bool IsAccepted => Run.RunId is not null;

    /// <summary>True when no further calls are needed. A run whose extraction failed never fetches transactions.</summary>
    public bool IsSettled => Run.HasEnded && (!AwaitsTransactions || History is not null || Run.Progress is null);

    /// <summary>The reason why the last call failed, or null when it succeeded.</summary>
    public string? Failure { get; private set; }

    /// <summary>Timestamp of the first failure since the last response.</summary>
    public long? FailingSince { get; private set; }

    public void Accept(Response<RefreshResponse> response)
    {
        Run = Run with { RunId = response.Value.RunId, Status = response.Value.Status, Phase = "queued" };
        Json = response.Json;
        Recover();
    }

    /// <summary>Calls the deployment once for the state of the run.</summary>
    /// <exception cref="DeploymentException">The call failed.</exception>
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

    /// <summary>Records the coverage of the wallet's transactions if this run has finished fetching them.</summary>
    public void Take(HistoryResponse history) => History = history is { IsFetching: false } && history.LastRun?.RunId == Run.RunId ? history : null;

    /// <summary>Records a transient failure.</summary>
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
