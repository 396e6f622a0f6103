using System.Net;
using AssetFunctions.Local.Cosmos;
using AssetFunctions.Local.Processes;
using AssetFunctions.Sync.Messaging;
using AssetFunctions.Testing;
using AssetFunctions.Testing.Time;
using AssetFunctions.Tests.Architecture;
using Azure.Storage.Queues;

namespace AssetFunctions.Infra.Tests;

/// <summary>The deployed package runs: the local host starts it from the published folder, with emulators around it.</summary>
[Collection(PublishedApp.Collection)]
public sealed class PublishedAppStartTests(PublishedApp app) : IAsyncLifetime
{
    const string Host = "AssetFunctions.Local.FunctionsHost";

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();
    Azurite? _azurite;
    LocalCosmosServer? _cosmos;

    public async Task InitializeAsync()
    {
        _azurite = await Azurite.StartAsync(new AzuriteOptions(Path.Combine(Repository.Root, "infra", "local"), _folder.FullName), TimeProvider.System);
        _cosmos = await LocalCosmosServer.StartAsync(new LocalCosmosOptions { Port = 0 });
    }

    public async Task DisposeAsync()
    {
        await (_azurite?.DisposeAsync() ?? default);
        await (_cosmos?.DisposeAsync() ?? default);
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task The_published_app_serves_its_api_and_its_queues_under_a_host()
    {
        var project = SourceProject.All[Host];
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var program = Path.Combine(Path.GetDirectoryName(project.Path)!, "bin", configuration, "net10.0", $"{Host}.dll");
        var port = Loopback.ChoosePort(0);
        await using var host = (ProcessCommand.Dotnet(program, "--app", app.Folder, "--port", $"{port}") with { Environment = Settings() })
            .Start(Path.Combine(_folder.FullName, "host.log"));
        using var api = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/api/") };

        await Eventually.TrueAsync(async () => host.HasExited ? throw new InvalidOperationException(await host.DescribeEndAsync("The host")) : await IsReadyAsync(api));

        var queues = new QueueServiceClient(_azurite!.ConnectionString);
        var poison = queues.GetQueueClient(QueueNames.SyncRequests + QueueNames.PoisonSuffix);
        Assert.True(await poison.ExistsAsync());
        await queues.GetQueueClient(QueueNames.SyncRequests).SendMessageAsync("no request");
        await Eventually.TrueAsync(async () => (await poison.PeekMessageAsync()).Value?.Body.ToString() == "no request");
    }

    static async Task<bool> IsReadyAsync(HttpClient api)
    {
        try
        {
            using var response = await api.GetAsync(new Uri("health", UriKind.Relative));
            return response.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    Dictionary<string, string?> Settings() => new(StringComparer.Ordinal)
    {
        ["AzureWebJobsStorage"] = _azurite!.ConnectionString,
        ["Cosmos__ConnectionString"] = _cosmos!.ConnectionString,
        ["FUNCTIONS_WORKER_RUNTIME"] = "dotnet-isolated",
        ["PriceRefreshSchedule"] = "0 0 0 1 1 *",
        ["MarketRefreshSchedule"] = "0 0 0 1 1 *",
        ["SyncSchedule"] = "0 0 0 1 1 *",
        ["WarmRedisSchedule"] = "0 0 0 1 1 *",
        ["Zerion__ApiKey"] = "zk_test",
    };
}
