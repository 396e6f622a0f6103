using AssetFunctions.LocalWorker.Hosting;
using AssetFunctions.LocalWorker.Queues;
using AssetFunctions.Testing.Azurite;
using Azure.Storage.Queues;

namespace AssetFunctions.LocalWorker.Tests.Support;

/// <summary>Gives each test queues of its own, named by the settings <c>Input</c> and <c>Output</c>.</summary>
[Collection(AzuriteTests.Name)]
public abstract class QueueTestBase
{
    protected QueueTestBase(AzuriteFixture azurite)
    {
        Connection = azurite.ConnectionString;
        var id = Guid.NewGuid().ToString("N");
        Input = new TestQueue(Connection, $"in-{id}");
        Output = new TestQueue(Connection, $"out-{id}");
        Poison = new TestQueue(Connection, $"in-{id}-poison");
    }

    protected string Connection { get; }

    protected TestQueue Input { get; }

    protected TestQueue Output { get; }

    protected TestQueue Poison { get; }

    private protected AppProcess StartProcess(string[] arguments, params (string Name, string Value)[] settings)
        => AppProcess.Start(arguments,
        [
            ("AzureWebJobsStorage", Connection),
            ("Input", Input.Name),
            ("Output", Output.Name),
            .. settings,
        ]);

    private protected WorkerOptions Options(
        Type? functions = null,
        string hostJson = TestApp.QuickHostJson,
        TimeSpan? messageLease = null,
        TimeSpan? drainPeriod = null,
        Action<QueueClientOptions>? client = null,
        TimeProvider? time = null,
        params (string Name, string Value)[] settings)
        => new()
        {
            FunctionTypes = [functions ?? typeof(WorkFunction)],
            HostJson = hostJson,
            DrainPeriod = drainPeriod ?? WorkerConstants.DrainPeriod,
            ConfigureQueueClient = client,
            Time = time ?? TimeProvider.System,
            Settings = new Dictionary<string, string?>(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value)))
            {
                ["AzureWebJobsStorage"] = Connection,
                ["Input"] = Input.Name,
                ["Output"] = Output.Name,
                [MessageLeasePeriod.Setting] = messageLease?.ToString(),
            },
        };
}
