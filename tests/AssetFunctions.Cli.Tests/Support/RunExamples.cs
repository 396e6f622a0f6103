using System.Text.Json;
using System.Text.Json.Nodes;
using AssetFunctions.Cli.Api;
using AssetFunctions.Cli.Runs;

namespace AssetFunctions.Cli.Tests.Support;

/// <summary>Runs as an API shows them.</summary>
static class RunExamples
{
    public const string Wallet = "0x00000000000000000000000000000000000a11ce";

    /// <summary>A run that ended partially.</summary>
    public const string Partial = $$"""
        {
          "runId": "a", "wallet": "{{Wallet}}", "phase": "ended", "status": "partial", "reason": "The response was cut.",
          "startedAt": "2026-03-01T12:00:00.000Z", "finishedAt": "2026-03-01T12:00:01.234Z", "durationMs": 1234, "provider": "zerion",
          "progress": {"chunksDone": 2, "chunks": 2, "positions": 95, "eta": null},
          "counts": {
            "positions": 95, "positionsWritten": 80, "positionsRemoved": 1, "positionsKept": 3, "positionsUnvalued": 2, "assetsCreated": 12, "assetsFound": 83,
            "assetsRefused": 0, "pricesUpdated": 28, "pricesFresh": 55, "pricesUnknown": 12, "requests": 7, "naiveRequests": 230, "requestUnits": 96.41,
            "naiveRequestUnits": 976.1
          },
          "skipped": [{"reason": "trash", "count": 4}, {"reason": "badAmount", "count": 1}]
        }
        """;

    /// <summary>A run as in the given JSON; without it, one that the API does not know yet.</summary>
    public static FollowedRun Followed(string? json = null, string name = "small", bool awaitsTransactions = false)
    {
        var run = new FollowedRun(name, Wallet, "a") { AwaitsTransactions = awaitsTransactions };
        if (json is not null)
        {
            var document = JsonNode.Parse(json)!.AsObject();
            run.Take(new Response<RunResponse>(document.Deserialize<RunResponse>(JsonSerializerOptions.Web)!, document));
        }

        return run;
    }
}
