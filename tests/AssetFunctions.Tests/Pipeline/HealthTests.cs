using System.Net;

namespace AssetFunctions.Tests.Pipeline;

/// <summary>The API when the database goes away, which is why no other test shares this stack.</summary>
public sealed class HealthTests(ApiStack stack) : IClassFixture<ApiStack>
{
    [Fact]
    public async Task Health_tells_which_dependency_does_not_answer_and_reads_say_try_again()
    {
        var ready = await stack.Api.GetAsync("health");
        await stack.Driver.Stack.Cosmos.DisposeAsync();
        ApiReply health = ready;
        for (var attempt = 0; attempt < 200 && health.Status == HttpStatusCode.OK; attempt++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
            health = await stack.Api.GetAsync("health");
        }

        Assert.Equal(["database up", "queues up"], Dependencies(ready));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, health.Status);
        Assert.Equal(["database down", "queues up"], Dependencies(health));
        Assert.DoesNotContain("   at ", health.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await stack.Api.GetAsync("health?probe=live")).Status);
        var busy = await stack.Api.GetAsync($"wallets/{StackDriver.Samples[0].Address}");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "urn:assetfunctions:problem:busy"), (busy.Status, (string?)busy.Json["type"]));
    }

    static IEnumerable<string> Dependencies(ApiReply health) =>
        health.Json["dependencies"]!.AsArray().Select(dependency => $"{dependency!["name"]} {dependency["status"]}");
}
