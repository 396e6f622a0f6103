using System.Text.Json.Nodes;
using AssetFunctions.Cli.Api;
using AssetFunctions.Cli.Runs;
using AssetFunctions.Local.Providers.Samples;
using AssetFunctions.Local.Stack;
using AssetFunctions.Testing.Time;

namespace AssetFunctions.EndToEnd.Tests;

/// <summary>Several function app processes that share queues, database and Redis work like one.</summary>
public sealed class InstancesTests
{
    /// <summary>Members that record the time and the writer of a document, not its content.</summary>
    static readonly string[] Moments = ["writer", "_rid", "_self", "_etag", "_ts", "_attachments", "createdAt", "updatedAt", "changedAt", "since", "heldAt", "asOf", "observedMs", "t"];

    [Fact]
    public async Task Three_instances_and_an_instance_for_each_group_of_functions_leave_the_same_documents_as_one()
    {
        var one = await EndStateAsync(options => options);
        var three = await EndStateAsync(options => options with { Instances = 3 });
        var flex = await EndStateAsync(options => options with { IsFlex = true });

        Assert.NotEmpty(one);
        Assert.Equal(one, three);
        Assert.Equal(one, flex);
    }

    [Trait("Runs", "long")]
    [Fact]
    public async Task Fifty_wallets_on_three_instances_write_each_price_once_a_window_while_redis_dies_and_comes_back()
    {
        const int Assets = 200;
        var window = TimeSpan.FromSeconds(4);
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Sync__Pricing__ThresholdSeconds"] = $"{window.TotalSeconds}",
        };
        await using var driver = await StackDriver.StartAsync(instances: 3, settings);
        var wallets = Enumerable.Range(1, 50).Select(seed => new SyntheticWallet(seed, Positions: 40) { AssetPool = Assets }).ToList();
        foreach (var wallet in wallets)
        {
            driver.Stack.Simulator!.Serve(wallet.Address, wallet.WriteAsync);
        }

        var runs = new List<FollowedRun>();
        runs.AddRange(await SyncAsync());
        await driver.Stack.Redis!.KillAsync();
        await StaleAsync();
        runs.AddRange(await SyncAsync());
        await driver.Stack.Redis.StartAsync(default);
        await StaleAsync();
        runs.AddRange(await SyncAsync());

        Assert.All(runs, run => Assert.Equal((RunStates.Completed, 40), (run.Run.Status, run.Run.Counts?.Positions)));
        var assets = await driver.QueryAsync<JsonObject>("registry", "SELECT c.network, c.contractAddress, c.recent FROM c WHERE IS_DEFINED(c.contractAddress)");
        Assert.Equal(Assets, assets.Count);
        var times = assets.Select(asset => asset["recent"]!.AsArray().Select(point => (long)point!["t"]!).ToList()).ToList();
        Assert.All(times, observed => Assert.All(observed.Zip(observed.Skip(1)), pair => Assert.True(pair.Second - pair.First >= window.TotalMilliseconds)));
        var priced = times.Count(observed => observed.Count > 0);
        Assert.Equal(runs.Sum(run => run.Run.Counts!.PricesUpdated), times.Sum(observed => observed.Count) - priced);
        Assert.NotEqual(0, runs.Sum(run => run.Run.Counts!.PricesUpdated));

        Task<IReadOnlyList<FollowedRun>> SyncAsync() => driver.SyncAsync(wallets.Select(wallet => wallet.Address));

        async Task StaleAsync()
        {
            var newest = (await driver.QueryAsync<long>("registry", "SELECT VALUE c.price.observedMs FROM c WHERE IS_DEFINED(c.contractAddress)")).Max();
            await Eventually.TrueAsync(() => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() - newest >= window.TotalMilliseconds);
        }
    }

    static async Task<List<string>> EndStateAsync(Func<StackOptions, StackOptions> change)
    {
        await using var driver = await StackDriver.StartAsync(change: change);
        var runs = await driver.SyncAsync(StackDriver.Samples);
        Assert.All(runs, run => Assert.Equal(RunStates.Completed, run.Run.Status));
        Assert.Equal(StackDriver.Samples.Sum(sample => sample.Kept), runs.Sum(run => run.Run.Counts!.PositionsWritten));

        var documents = new List<string>();
        documents.AddRange(await WhatAsync(driver, "registry", "SELECT * FROM c WHERE IS_DEFINED(c.contractAddress)"));
        documents.AddRange(await WhatAsync(driver, "wallets", "SELECT * FROM c WHERE c.type = 'page'"));
        documents.AddRange(await WhatAsync(driver, "wallets", "SELECT c.type, c.wallet, c.runId, c.status FROM c WHERE c.type != 'page'"));
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
            // The samples give one asset several group ids, of which the first is stored.
            if (Moments.Contains(name, StringComparer.Ordinal) || name == "groupId")
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
