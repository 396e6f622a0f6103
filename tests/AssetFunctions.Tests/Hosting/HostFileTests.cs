using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using AssetFunctions.Functions;
using AssetFunctions.Sync.Phases;
using AssetFunctions.Testing;
using Microsoft.Azure.Functions.Worker;

namespace AssetFunctions.Tests.Hosting;

/// <summary>Assumptions of the code about <c>host.json</c>.</summary>
public sealed class HostFileTests
{
    static readonly JsonNode Host = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "host.json")))!;
    static readonly JsonNode Queues = Host["extensions"]!["queues"]!;

    [Fact]
    public void Delivery_limit_of_the_code_is_that_of_the_host() =>
        Assert.Equal(PhaseRunner.MaxDeliveries, (int)Queues["maxDequeueCount"]!);

    // A message that is changed after a failed delivery waits as long as an unchanged one.
    [Fact]
    public void Messages_wait_after_a_failed_delivery_as_configured_in_the_host() =>
        Assert.Equal(PhaseRunner.RetryDelay, TimeSpan.Parse((string)Queues["visibilityTimeout"]!, CultureInfo.InvariantCulture));

    [Fact]
    public void Messages_are_plain_text() => Assert.Equal("none", (string?)Queues["messageEncoding"]);

    // Their events are the audit of overrides.
    [Theory]
    [InlineData(nameof(Overrides.SetAsync))]
    [InlineData(nameof(Overrides.RemoveAsync))]
    public void The_host_lets_pass_what_the_changes_of_overrides_log(string method)
    {
        var function = typeof(Overrides).GetMethod(method)!.GetCustomAttribute<FunctionAttribute>()!.Name;

        Assert.Equal("Information", (string?)Host["logging"]!["logLevel"]![$"Function.{function}.User"]);
    }

    // Half of an idle app's log entries are aggregates of the host, and most of the rest are expected 404 and 409 responses to the host's own requests.
    [Theory]
    [InlineData("Host.Aggregator", "Warning")]
    [InlineData("Azure.Core", "Error")]
    public void The_host_does_not_log_its_routine_work(string category, string level) => Assert.Equal(level, (string?)Host["logging"]!["logLevel"]![category]);
}
