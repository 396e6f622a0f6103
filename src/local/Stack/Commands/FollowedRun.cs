using System.Text.Json.Nodes;
using AssetFunctions.Local.Stack.Api;

namespace AssetFunctions.Local.Stack.Commands;

/// <summary>A wallet that is asked to be synced, and the run that comes of it.</summary>
sealed class FollowedRun(string wallet)
{
    public RunAnswer Run { get; private set; } = new() { Wallet = wallet, Status = RunStates.Running, Phase = "asking" };

    /// <summary>What the deployment says of the run, empty until it was asked for.</summary>
    public JsonObject Json { get; private set; } = [];

    /// <summary>Whether the deployment has taken the request.</summary>
    public bool IsAccepted => Run.RunId is not null;

    /// <summary>Whether nothing more is to be learnt by asking again.</summary>
    public bool IsSettled { get; private set; }

    /// <summary>Why the last question about it found no answer, or null where it did.</summary>
    public string? Fault { get; private set; }

    /// <summary>Timestamp of the first of the faults since the last answer.</summary>
    public long? FailingSince { get; private set; }

    public void Accept(Answer<RefreshAnswer> answer)
    {
        Run = Run with { RunId = answer.Value.RunId, Status = answer.Value.Status, Phase = "queued" };
        Json = answer.Json;
        Recover();
    }

    public void Update(Answer<RunAnswer> answer)
    {
        (Run, Json) = answer;
        IsSettled = Run.HasEnded;
        Recover();
    }

    /// <summary>Notes a fault that may pass.</summary>
    public void Fail(string reason, long timestamp)
    {
        Fault = reason;
        FailingSince ??= timestamp;
    }

    public void Refuse(string reason)
    {
        Run = Run with { Status = RunStates.Refused, Reason = reason };
        Json = new JsonObject { ["wallet"] = Run.Wallet, ["runId"] = Run.RunId, ["status"] = Run.Status, ["reason"] = reason };
        IsSettled = true;
    }

    void Recover() => (Fault, FailingSince) = (null, null);
}
