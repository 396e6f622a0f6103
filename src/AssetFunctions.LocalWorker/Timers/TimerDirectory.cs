using System.Security.Cryptography;
using System.Text;
using AssetFunctions.LocalWorker.Hosting;
using Azure.Storage.Queues;

namespace AssetFunctions.LocalWorker.Timers;

/// <summary>
/// Where the instances of one app on one machine meet over their timers: a directory for the storage account and the
/// host id, as the host keeps its timer blobs under the host id on the account.
/// </summary>
static class TimerDirectory
{
    public static string For(string dataDirectory, string connectionString, string hostId)
    {
        var account = new QueueServiceClient(connectionString).Uri.AbsoluteUri;
        var key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{account}\n{hostId}")))[..16];
        var directory = Path.Combine(dataDirectory, "timers", key);
        try
        {
            Directory.CreateDirectory(directory);
            return directory;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new WorkerStartupException($"Timers cannot be kept in {directory}: {e.Message}", e);
        }
    }
}
