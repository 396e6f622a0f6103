using System.Text.Json.Nodes;
using AssetFunctions.Sync.Pipeline;
using AssetFunctions.Testing;

namespace AssetFunctions.Tests.Hosting;

/// <summary>What the code takes for granted of <c>host.json</c>.</summary>
public sealed class HostFileTests
{
    static readonly JsonNode Queues = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "host.json")))!["extensions"]!["queues"]!;

    [Fact]
    public void A_message_is_given_up_after_as_many_deliveries_as_the_host_makes() =>
        Assert.Equal(PhaseRunner.MaxDeliveries, (int)Queues["maxDequeueCount"]!);

    [Fact]
    public void Messages_are_plain_text() => Assert.Equal("none", (string?)Queues["messageEncoding"]);
}
