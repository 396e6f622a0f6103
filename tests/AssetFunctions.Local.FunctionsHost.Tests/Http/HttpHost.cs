using AssetFunctions.Local.FunctionsHost.Tests.Support;

namespace AssetFunctions.Local.FunctionsHost.Tests.Http;

/// <summary>One host with the HTTP functions, with keys and an origin set.</summary>
public sealed class HttpHost : IAsyncLifetime
{
    public const string Origin = "https://tracker.example";

    internal HostProcess? Host { get; private set; }

    public TestQueues? Queues { get; private set; }

    public HttpClient Client => Host!.Client;

    public async Task InitializeAsync()
    {
        Queues = await TestQueues.CreateAsync();
        Host = await HostProcess.StartAsync(
            Queues,
            "http",
            ("AzureFunctions__Keys__default", "host-key"),
            ("AzureFunctions__Keys___master", "master-key"),
            ("AzureFunctions__FunctionKeys__LevelFunction__mine", "own-key"),
            ("CORS_ALLOWED_ORIGINS", $"[\"{Origin}\"]"),
            ("AzureWebJobs.Unrouted.Disabled", "true"));
    }

    public async Task DisposeAsync()
    {
        await Host!.DisposeAsync();
        Queues!.Dispose();
    }
}

/// <summary>Test classes that share it; they run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class HttpTests : ICollectionFixture<HttpHost>
{
    public const string Name = "HTTP";
}
