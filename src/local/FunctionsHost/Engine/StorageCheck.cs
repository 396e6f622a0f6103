using AssetFunctions.Local.FunctionsHost.Hosting;
using AssetFunctions.Local.FunctionsHost.Worker;
using Azure.Core;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;

namespace AssetFunctions.Local.FunctionsHost.Engine;

/// <summary>
/// Finds out before the start whether the storage accounts of an app can be reached. The engine itself would retry for
/// minutes and report one failure for each function.
/// </summary>
static class StorageCheck
{
    public const string DefaultConnection = "AzureWebJobsStorage";

    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    /// <exception cref="HostException">An account is not configured or cannot be reached.</exception>
    public static async Task RunAsync(IConfiguration configuration, IReadOnlyList<WorkerFunction> functions, CancellationToken cancellationToken)
    {
        // Timers and singletons need the default account.
        string[] own = functions.All(function => function.IsHttp) ? [] : [DefaultConnection];
        var connections = functions
            .SelectMany(function => function.QueueOutputs.Append(function.Trigger))
            .Where(binding => binding.Is(FunctionBinding.QueueTrigger) || binding.Is(FunctionBinding.Queue))
            .Select(binding => binding.Text("connection") is { Length: > 0 } name ? name : DefaultConnection);
        foreach (var connection in own.Union(connections))
        {
            await CheckAsync(configuration, connection, cancellationToken);
        }
    }

    static async Task CheckAsync(IConfiguration configuration, string name, CancellationToken cancellationToken)
    {
        var section = configuration.GetWebJobsConnectionSection(name);
        if (!section.Exists())
        {
            throw new HostException($"The setting {name} is missing; queue and timer functions need a storage account.");
        }

        // An account that is reached by an identity has no connection string; the engine reports what is wrong with it.
        if (section.Value is not { } connectionString)
        {
            return;
        }

        try
        {
            var queues = new QueueServiceClient(connectionString, Impatient(new QueueClientOptions()));
            await queues.GetPropertiesAsync(cancellationToken);
            if (name == DefaultConnection)
            {
                var blobs = new BlobServiceClient(connectionString, Impatient(new BlobClientOptions()));
                await blobs.GetPropertiesAsync(cancellationToken);
            }
        }
        catch (Exception ex) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HostException($"The storage account of {name} cannot be used: {ex.GetBaseException().Message.Split('\n')[0].Trim()}", ex);
        }
    }

    static T Impatient<T>(T options) where T : ClientOptions
    {
        options.Retry.MaxRetries = 0;
        options.Retry.NetworkTimeout = Timeout;
        return options;
    }
}
