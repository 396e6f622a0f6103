using AssetFunctions.Testing.Fixtures;
using AssetFunctions.Testing.Time;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace AssetFunctions.Local.FunctionsHost.Tests.Support;

/// <summary>One Azurite for all tests, which run side by side; each has queues, a host id and a folder of its own.</summary>
public sealed class TestQueues : IDisposable
{
    static readonly Lazy<Task<AzuriteFixture>> Azurite = new(StartAzuriteAsync);

    readonly string _id = Guid.NewGuid().ToString("N")[..12];
    readonly string _connection;

    TestQueues(string connection)
    {
        _connection = connection;
        Input = Queue("in");
        EchoInput = Queue("echo");
        ForkInput = Queue("fork");
        Output = Queue("out");
        SecondOutput = Queue("out2");
        Poison = Queue("in", "-poison");
        EchoPoison = Queue("echo", "-poison");
        Scratch = Directory.CreateTempSubdirectory("host-").FullName;
    }

    public QueueClient Input { get; }

    public QueueClient EchoInput { get; }

    public QueueClient ForkInput { get; }

    public QueueClient Output { get; }

    public QueueClient SecondOutput { get; }

    public QueueClient Poison { get; }

    public QueueClient EchoPoison { get; }

    /// <summary>The container in which the hosts of all tests keep leases and timers.</summary>
    public BlobContainerClient Hosts => new(_connection, "azure-webjobs-hosts");

    public string HostId => _id;

    /// <summary>The folder through which scripts and tests communicate.</summary>
    public string Scratch { get; }

    /// <summary>Arguments of every host that a test starts.</summary>
    public string[] Arguments { get; init; } = [];

    public (string Name, string? Value)[] Settings =>
    [
        ("AzureWebJobsStorage", _connection),
        ("AzureFunctionsWebHost__hostid", _id),
        ("Input", Input.Name),
        ("EchoInput", EchoInput.Name),
        ("ForkInput", ForkInput.Name),
        ("Output", Output.Name),
        ("SecondOutput", SecondOutput.Name),
        ("Schedule", "0 0 0 1 1 *"),
        ("Scratch", Scratch),
        ("Instance", "a"),
    ];

    public static async Task<TestQueues> CreateAsync(params string[] arguments)
        => new((await Azurite.Value).ConnectionString) { Arguments = arguments };

    /// <summary>Waits until a function has reached a hold.</summary>
    public Task HeldAsync(string name) => MarkedAsync(name, "started");

    public Task MarkedAsync(string name, string mark) => Eventually.TrueAsync(() => Has(name, mark));

    public bool Has(string name, string mark) => File.Exists(Path.Combine(Scratch, $"{name}.{mark}"));

    public void Release(string name) => File.WriteAllText(Path.Combine(Scratch, $"{name}.release"), "");

    public void Dispose() => Directory.Delete(Scratch, recursive: true);

    QueueClient Queue(string role, string suffix = "") => new(_connection, $"{role}-{_id}{suffix}");

    static async Task<AzuriteFixture> StartAzuriteAsync()
    {
        // It ends with the test process.
        var azurite = new AzuriteFixture();
        await azurite.InitializeAsync();
        return azurite;
    }
}

static class QueueClientExtensions
{
    public static async Task SendAsync(this QueueClient queue, params string[] texts)
    {
        await queue.CreateIfNotExistsAsync();
        foreach (var text in texts)
        {
            await queue.SendMessageAsync(text);
        }
    }

    /// <summary>Takes the expected number of messages, in any order, and checks that there is no other.</summary>
    public static async Task<IReadOnlyList<QueueMessage>> TakeAsync(this QueueClient queue, int count)
    {
        var taken = new List<QueueMessage>();
        await Eventually.TrueAsync(async () =>
        {
            if (await queue.ExistsAsync())
            {
                foreach (var message in (await queue.ReceiveMessagesAsync(maxMessages: 32)).Value)
                {
                    taken.Add(message);
                    await queue.DeleteMessageAsync(message.MessageId, message.PopReceipt);
                }
            }

            return taken.Count >= count;
        });
        Assert.Equal(count, taken.Count);
        return taken;
    }

    public static async Task<IEnumerable<string>> TextsAsync(this QueueClient queue, int count)
        => (await queue.TakeAsync(count)).Select(message => message.MessageText).Order(StringComparer.Ordinal);

    /// <summary>The number of messages in the queue, visible or not.</summary>
    public static async Task<int> CountAsync(this QueueClient queue) => (await queue.GetPropertiesAsync()).Value.ApproximateMessagesCount;

    public static Task EmptyAsync(this QueueClient queue) => Eventually.TrueAsync(async () => await queue.CountAsync() == 0);
}
