using System.Text.Json.Nodes;
using AssetFunctions.Cli.Tests.Support;
using AssetFunctions.EndToEnd.Tests;
using AssetFunctions.Local.Stack.Tests.Support;
using Azure.Storage.Queues;

namespace AssetFunctions.Local.Stack.Tests.Commands;

/// <summary>The main job as a shell runs it, over data of its own.</summary>
public sealed class RunVerbTests : IDisposable
{
    readonly string _data = Directory.CreateTempSubdirectory("asset-functions-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task The_main_job_prints_one_document_of_all_runs_and_a_second_one_with_nothing_to_do()
    {
        var first = await RunAsync("--once", "--json", "--transactions");
        var second = await RunAsync("run", "--once", "--json");

        Assert.Equal((0, string.Empty), (first.ExitCode, first.Error));
        Assert.Equal((0, string.Empty), (second.ExitCode, second.Error));
        Assert.All((ShellResult[])[first, second], result =>
        {
            Assert.Equal(StackDriver.Samples.Select(sample => (sample.Name, sample.Address)), Runs(result).Select(run => ((string)run["name"]!, (string)run["wallet"]!)));
            Assert.Equal(StackDriver.Samples.Select(sample => sample.Kept), Runs(result).Select(run => (int)run["counts"]!["positions"]!));
            Assert.All(Runs(result), run => Assert.Equal(("completed", null, true), ((string?)run["status"], (string?)run["reason"], (long)run["durationMs"]! > 0)));
            Assert.True((long)result.Json["totals"]!["requests"]! >= Sum(result, "requests"), result.Out);
            Assert.All(["positions", "positionsWritten", "assetsCreated", "pricesUpdated", "naiveRequests"], name =>
                Assert.Equal(Sum(result, name), (long)result.Json["totals"]![name]!));
            Assert.Equal(Runs(result).Sum(run => (double)run["counts"]!["naiveRequestUnits"]!), (double)result.Json["totals"]!["naiveRequestUnits"]!, tolerance: 0.1);
            Assert.Null(result.Json["problem"]);
        });
        Assert.Equal(Sum(first, "positions"), Sum(first, "positionsWritten"));
        Assert.All(Runs(first), run => Assert.Equal("complete", (string?)run["transactions"]!["status"]));
        Assert.Equal((0, 0), (Sum(second, "assetsCreated"), Sum(second, "positionsWritten")));
        Assert.All(Runs(second), run => Assert.False(run.AsObject().ContainsKey("transactions")));
    }

    // Family: leftovers of an earlier session. Only poison messages of this one end the runs.
    [Fact]
    public async Task Poison_messages_of_earlier_runs_do_not_end_this_one()
    {
        await using var driver = await StackDriver.StartAsync();
        var queue = new QueueClient(driver.Stack.StorageConnectionString, "sync-requests-poison");
        await queue.SendMessageAsync("not json");
        await driver.WaitAsync(async () => (await driver.Queue.FindPoisonAsync(default)).Count > 0, "the poison message was not found");
        var old = await driver.Queue.FindPoisonAsync(default);

        Assert.Empty(await driver.Queue.FindPoisonAsync(default, old));
        await queue.SendMessageAsync("not json either");
        Assert.Equal([("sync-requests-poison", 1)], await driver.Queue.FindPoisonAsync(default, old));
    }

    [Fact]
    public async Task Groups_of_functions_and_instances_exclude_each_other()
    {
        var result = await RunAsync("--once", "--flex", "--instances", "2");

        Assert.Equal((2, string.Empty), (result.ExitCode, result.Out));
        Assert.Equal("--flex runs one process for each group of functions and excludes --instances.", result.Error.TrimEnd('\n'));
    }

    [Fact]
    public async Task A_main_job_that_takes_too_long_still_ends_with_its_document()
    {
        var result = await RunAsync("--once", "--json", "--timeout", "0");

        Assert.Equal((1, StackDriver.Samples.Count), (result.ExitCode, Runs(result).Count()));
        Assert.Equal("Not every run ended within 0 seconds.", (string?)result.Json["problem"]);
        Assert.Equal("Not every run ended within 0 seconds.", result.Error.TrimEnd('\n'));
    }

    Task<ShellResult> RunAsync(params string[] arguments) => StackShell.Over(_data).RunAsync(arguments);

    static IEnumerable<JsonNode> Runs(ShellResult result) => result.Json["runs"]!.AsArray().OfType<JsonNode>();

    static long Sum(ShellResult result, string name) => Runs(result).Sum(run => (long)run["counts"]![name]!);
}
