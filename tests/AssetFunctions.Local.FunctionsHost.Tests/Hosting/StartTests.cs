using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using AssetFunctions.Local.FunctionsHost.Tests.Support;

namespace AssetFunctions.Local.FunctionsHost.Tests.Hosting;

public sealed class StartTests
{
    [Fact]
    public async Task Functions_are_listed_as_json()
    {
        await using var host = HostProcess.Begin(["--app", HostProcess.Worker, "--port", "0", "--list"]);

        await host.EndAsync();

        Assert.Equal(0, host.Process.ExitCode);
        using var list = JsonDocument.Parse(Assert.Single(host.Process.Output));
        var triggers = list.RootElement.EnumerateArray().ToDictionary(
            function => function.GetProperty("name").GetString()!, function => function.GetProperty("trigger").GetString());
        Assert.Equal("queueTrigger", triggers["Work"]);
        Assert.Equal("timerTrigger", triggers["Tick"]);
        Assert.Equal("httpTrigger", triggers["Coins"]);
    }

    /// <summary>Also shows the default without keys, and that HTTP functions need no storage account.</summary>
    [Fact]
    public async Task Request_that_arrives_before_the_worker_is_ready_waits()
    {
        var port = FreePort();
        await using var host = HostProcess.Begin(
            ["--app", HostProcess.Worker, "--port", $"{port}", "--functions", "LevelAdmin"], ("AzureWebJobsStorage", null), ("AzureWebJobsDisableHomepage", "true"));
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        using var response = await RetryAsync(() => client.GetAsync("/api/level/admin"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        using var homepage = await client.GetAsync("/");
        Assert.Equal(HttpStatusCode.NotFound, homepage.StatusCode);
    }

    [Fact]
    public async Task Function_that_exceeds_the_time_limit_fails_and_its_message_is_kept()
    {
        using var queues = await TestQueues.CreateAsync();
        await queues.Input.SendAsync("hold x");
        await using var host = await HostProcess.StartAsync(
            queues,
            "Work",
            ("AzureFunctionsJobHost__functionTimeout", "00:00:02"),
            ("AzureFunctionsJobHost__extensions__queues__maxDequeueCount", "1"));

        Assert.Equal(["hold x"], await queues.Poison.TextsAsync(1));
    }

    // Connections are refused until the host listens, which is before its worker is ready.
    static async Task<HttpResponseMessage> RetryAsync(Func<Task<HttpResponseMessage>> request)
    {
        var response = await AssetFunctions.Testing.Time.Eventually.GetAsync(
            async () =>
            {
                try
                {
                    return await request();
                }
                catch (HttpRequestException)
                {
                    return null;
                }
            },
            response => response is not null);
        return response!;
    }

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
