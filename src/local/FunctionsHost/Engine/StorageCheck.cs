using Azure.Core;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;

namespace AssetFunctions.Local.FunctionsHost.Engine;

/// <summary>
/// Checks at start that the storage accounts of an app can be reached. The engine itself would retry for minutes, and
/// report a failure for each function.
/// </summary>
static class StorageCheck
{
    const string DefaultConnection = "AzureWebJobsStorage";

    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    /// <exception cref="HostException">An account is not configured or cannot be reached.</exception>
    public static async Task RunAsync(IConfiguration configuration, IReadOnlyList<WorkerFunction> functions, CancellationToken cancellationToken)
    {
        // Timers have no connection of their own.
        var connections = functions
            .SelectMany(function => function.QueueOutputs.Append(function.Trigger))
            .Where(binding => !binding.Is(FunctionBinding.HttpTrigger))
            .Select(binding => binding.Text("connection") is { Length: > 0 } name ? name : DefaultConnection);
        foreach (var connection in connections.Distinct())
        {
            var section = configuration.GetWebJobsConnectionSection(connection);
            if (!section.Exists())
            {
                throw new HostException($"The setting {connection} is missing; queue and timer functions need a storage account.");
            }

            // An account with identity-based access has no connection string; the engine reports its errors.
            if (section.Value is { } connectionString)
            {
                await CheckAsync(connection, connectionString, cancellationToken);
            }
        }
    }

    static async Task CheckAsync(string name, string connectionString, CancellationToken cancellationToken)
    {
        var address = string.Empty;
        try
        {
            var queues = new QueueServiceClient(connectionString, FailFast(new QueueClientOptions()));
            address = $" at {queues.Uri.Authority}";
            await queues.GetPropertiesAsync(cancellationToken);
            if (name == DefaultConnection)
            {
                await new BlobServiceClient(connectionString, FailFast(new BlobClientOptions())).GetPropertiesAsync(cancellationToken);
            }
        }
        catch (Exception ex) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HostException($"The storage account of {name}{address} cannot be used: {ex.FirstLine()}", ex);
        }
    }

    static T FailFast<T>(T options) where T : ClientOptions
    {
        options.Retry.MaxRetries = 0;
        options.Retry.NetworkTimeout = Timeout;
        return options;
    }
}
