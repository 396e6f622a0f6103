using AssetFunctions.LocalWorker.Hosting;
using AssetFunctions.LocalWorker.Queues;

namespace AssetFunctions.LocalWorker.Tests.Queues;

public sealed class QueueSettingsTests
{
    [Fact]
    public void Without_settings_the_defaults_of_the_host_hold()
    {
        var settings = HostJson.Load("{}").Queues;

        Assert.Equal(16, settings.BatchSize);
        Assert.Equal(8, settings.NewBatchThreshold);
        Assert.Equal(TimeSpan.FromMinutes(1), settings.MaxPollingInterval);
        Assert.Equal(TimeSpan.Zero, settings.VisibilityTimeout);
        Assert.Equal(5, settings.MaxDequeueCount);
        Assert.Equal(MessageEncoding.Base64, settings.Encoding);
    }

    [Fact]
    public void Every_setting_is_read()
    {
        var settings = HostJson.Load("""
            {
              // a comment, as host.json allows
              "version": "2.0",
              "extensions": { "queues": {
                "batchSize": 32, "newBatchThreshold": 3, "maxPollingInterval": "00:00:02",
                "visibilityTimeout": "00:00:10", "maxDequeueCount": 7, "messageEncoding": "none" } }
            }
            """).Queues;

        Assert.Equal(
            new QueueSettings
            {
                BatchSize = 32,
                NewBatchThreshold = 3,
                MaxPollingInterval = TimeSpan.FromSeconds(2),
                VisibilityTimeout = TimeSpan.FromSeconds(10),
                MaxDequeueCount = 7,
                Encoding = MessageEncoding.None,
            },
            settings);
    }

    [Fact]
    public void The_threshold_is_half_the_batch_size_unless_given()
        => Assert.Equal(5, HostJson.Load("""{ "extensions": { "queues": { "batchSize": 10 } } }""").Queues.NewBatchThreshold);

    [Theory]
    [InlineData("batchSize", "33")]
    [InlineData("batchSize", "0")]
    [InlineData("batchSize", "\"many\"")]
    [InlineData("newBatchThreshold", "-1")]
    [InlineData("maxDequeueCount", "0")]
    [InlineData("maxPollingInterval", "\"00:00:00.05\"")]
    [InlineData("visibilityTimeout", "\"soon\"")]
    [InlineData("visibilityTimeout", "\"-00:00:01\"")]
    [InlineData("messageEncoding", "\"base32\"")]
    public void A_value_out_of_range_is_refused_by_name(string name, string value)
    {
        var failure = Assert.Throws<WorkerStartupException>(
            () => HostJson.Load($$"""{ "extensions": { "queues": { "{{name}}": {{value}} } } }"""));

        Assert.Contains($"extensions.queues.{name} is '{value.Trim('"')}'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_host_json_that_is_not_JSON_is_refused_by_its_path()
        => Assert.Contains("host.json is not valid JSON", Assert.Throws<WorkerStartupException>(() => HostJson.Load("{")).Message, StringComparison.Ordinal);
}
