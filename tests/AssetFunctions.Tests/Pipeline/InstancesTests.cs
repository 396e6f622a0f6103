using System.Text.Json.Nodes;
using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Tests.Pipeline;

/// <summary>Several function app processes that share queues, database and Redis do what one does.</summary>
public sealed class InstancesTests
{
    /// <summary>Members that tell when and by whom something was written, not what.</summary>
    static readonly string[] Moments = ["_rid", "_self", "_etag", "_ts", "_attachments", "createdAt", "updatedAt", "asOf", "observedMs", "t"];

    [Fact]
    public async Task Three_instances_leave_the_same_documents_as_one()
    {
        var one = await EndStateAsync(instances: 1);
        var three = await EndStateAsync(instances: 3);

        Assert.NotEmpty(one);
        Assert.Equal(one, three);
    }

    static async Task<List<string>> EndStateAsync(int instances)
    {
        await using var driver = await StackDriver.StartAsync(instances);
        var runs = await driver.SyncAsync(StackDriver.Samples);
        Assert.All(runs, run => Assert.Equal(RunStatus.Completed, run.Status));
        Assert.Equal(StackDriver.Samples.Sum(sample => sample.Kept), runs.Sum(run => run.Summary!.Int("PositionsWritten")));

        var documents = new List<string>();
        documents.AddRange(await WhatAsync(driver, "registry", "SELECT * FROM c"));
        documents.AddRange(await WhatAsync(driver, "wallets", "SELECT * FROM c WHERE c.type = 'position'"));
        documents.AddRange(await WhatAsync(driver, "wallets", "SELECT c.type, c.wallet, c.runId, c.status FROM c WHERE c.type != 'position'"));
        return documents;
    }

    static async Task<IEnumerable<string>> WhatAsync(StackDriver driver, string container, string query)
    {
        var documents = await driver.QueryAsync<JsonObject>(container, query);
        return documents.Select(document => Strip(document).ToJsonString()).Order(StringComparer.Ordinal);
    }

    static JsonObject Strip(JsonObject document)
    {
        foreach (var (name, value) in document.ToList())
        {
            if (Moments.Contains(name, StringComparer.Ordinal))
            {
                document.Remove(name);
            }
            else if (value is JsonObject inner)
            {
                Strip(inner);
            }
            else if (value is JsonArray array)
            {
                array.OfType<JsonObject>().ToList().ForEach(element => Strip(element));
            }
        }

        return document;
    }
}
