using System.Net;
using AssetFunctions.Testing.Time;

namespace AssetFunctions.EndToEnd.Tests;

/// <summary>The API when the database becomes unreachable. No other test shares this stack.</summary>
public sealed class HealthTests(ApiStack stack) : IClassFixture<ApiStack>
{
    [Fact]
    public async Task Health_names_the_dependency_that_does_not_respond_and_reads_return_503()
    {
        var ready = await stack.Api.GetAsync("health");
        await Eventually.TrueAsync(() => stack.Driver.ReadLog(1).Contains($"Started AssetFunctions {ready.Json["version"]}.", StringComparison.Ordinal));
        await stack.Driver.Stack.Cosmos.DisposeAsync();
        var health = await Eventually.GetAsync(() => stack.Api.GetAsync("health"), health => health.Status != HttpStatusCode.OK);

        Assert.Equal(["database up", "queues up"], Dependencies(ready));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, health.Status);
        Assert.Equal(["database down", "queues up"], Dependencies(health));
        Assert.DoesNotContain("   at ", health.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await stack.Api.GetAsync("health?probe=live")).Status);
        Assert.Matches(@"^\d+\.\d+\.\d+\+[0-9a-f]{40}$", (string?)ready.Json["version"]);
        var busy = await stack.Api.GetAsync($"wallets/{StackDriver.Samples[0].Address}");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "urn:assetfunctions:problem:busy"), (busy.Status, (string?)busy.Json["type"]));
    }

    static IEnumerable<string> Dependencies(ApiReply health) =>
        health.Json["dependencies"]!.AsArray().Select(dependency => $"{dependency!["name"]} {dependency["status"]}");
}
