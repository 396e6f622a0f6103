using AssetFunctions.Local.FunctionsHost.Hosting;
using AssetFunctions.Local.FunctionsHost.Worker;
using Azure;
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

    /// <exception cref="HostException">An account is not configured or does not respond.</exception>
    public static async Task RunAsync(IConfiguration configuration, IReadOnlyList<WorkerFunction> functions, CancellationToken cancellationToken)
    {
        if (functions.Any(function => !function.IsHttp))
        {
            await CheckAsync(configuration, DefaultConnection, needsBlobs: true, cancellationToken);
        }

        var connections = functions
            .SelectMany(function => function.QueueOutputs.Append(function.Trigger))
            .Where(binding => binding.Is(WorkerFunction.Queue) || binding.Is(WorkerFunction.QueueOutput))
            .Select(binding => binding.Text("connection") is { Length: > 0 } name ? name : DefaultConnection)
            .Except(functions.All(function => function.IsHttp) ? [] : [DefaultConnection])
            .Distinct();
        foreach (var connection in connections)
        {
            await CheckAsync(configuration, connection, needsBlobs: false, cancellationToken);
        }
    }

    static async Task CheckAsync(IConfiguration configuration, string name, bool needsBlobs, CancellationToken cancellationToken)
    {
        var section = configuration.GetWebJobsConnectionSection(name);
        if (!section.Exists())
        {
            throw new HostException($"The setting {name} is missing; queue and timer functions need a storage account.");
        }

        // Without a connection string the account is reached by an identity, and the engine reports what is wrong with it.
        if (section.Value is not { } connectionString)
        {
            return;
        }

        Uri? address = null;
        try
        {
            var queues = new QueueServiceClient(connectionString, Impatient(new QueueClientOptions()));
            address = queues.Uri;
            await queues.GetPropertiesAsync(cancellationToken);
            if (needsBlobs)
            {
                var blobs = new BlobServiceClient(connectionString, Impatient(new BlobClientOptions()));
                address = blobs.Uri;
                await blobs.GetPropertiesAsync(cancellationToken);
            }
        }
        catch (FormatException ex)
        {
            throw new HostException($"The setting {name} is not a storage connection string: {ex.Message}", ex);
        }
        catch (Exception ex) when (ex is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            throw new HostException(
                $"The storage account of {name} cannot be used at {address}: {ex.GetBaseException().Message.Split('\n')[0].Trim()}", ex);
        }
    }

    static T Impatient<T>(T options) where T : Azure.Core.ClientOptions
    {
        options.Retry.MaxRetries = 0;
        options.Retry.NetworkTimeout = Timeout;
        return options;
    }
}
