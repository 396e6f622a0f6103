using System.Globalization;
using System.Text.Json.Nodes;
using AssetFunctions.Sync.Phases;
using AssetFunctions.Testing;

namespace AssetFunctions.Tests.Hosting;

/// <summary>What the code takes for granted of <c>host.json</c>.</summary>
public sealed class HostFileTests
{
    static readonly JsonNode Host = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "host.json")))!;
    static readonly JsonNode Queues = Host["extensions"]!["queues"]!;

    [Fact]
    public void A_message_is_given_up_after_as_many_deliveries_as_the_host_makes() =>
        Assert.Equal(PhaseRunner.MaxDeliveries, (int)Queues["maxDequeueCount"]!);

    // A message that is changed after a failed delivery waits as long as one that is not.
    [Fact]
    public void Messages_wait_after_a_failed_delivery_as_long_as_the_host_lets_them() =>
        Assert.Equal(PhaseRunner.RetryDelay, TimeSpan.Parse((string)Queues["visibilityTimeout"]!, CultureInfo.InvariantCulture));

    [Fact]
    public void Messages_are_plain_text() => Assert.Equal("none", (string?)Queues["messageEncoding"]);

    // Half of what an idle app logs are aggregates of the host, and most of the rest are the 404 and 409 that the host's own storage requests expect.
    [Theory]
    [InlineData("Host.Aggregator", "Warning")]
    [InlineData("Azure.Core", "Error")]
    public void The_host_does_not_log_its_own_routine(string category, string level) => Assert.Equal(level, (string?)Host["logging"]!["logLevel"]![category]);
}
