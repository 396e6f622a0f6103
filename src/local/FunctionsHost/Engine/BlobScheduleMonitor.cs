using System.Text.Json;
using Azure;
using Azure.Storage.Blobs;
using Microsoft.Azure.WebJobs.Extensions.Timers;
using Microsoft.Azure.WebJobs.Host.Storage;

namespace AssetFunctions.Local.FunctionsHost.Engine;

/// <summary>Stores each timer's last run and next due time in a blob that all hosts of an app share.</summary>
sealed class BlobScheduleMonitor(IAzureBlobStorageProvider storage, string hostId) : ScheduleMonitor
{
    public override async Task<ScheduleStatus?> GetStatusAsync(string timerName)
    {
        try
        {
            return (await Blob(timerName).DownloadContentAsync()).Value.Content.ToObjectFromJson<ScheduleStatus>();
        }
        catch (RequestFailedException ex) when (ex.Status == StatusCodes.Status404NotFound)
        {
            return null;
        }
    }

    // The engine has created the container for its leases before a timer starts.
    public override Task UpdateStatusAsync(string timerName, ScheduleStatus status)
        => Blob(timerName).UploadAsync(BinaryData.FromString(JsonSerializer.Serialize(status)), overwrite: true);

    BlobClient Blob(string timerName)
        => storage.TryCreateHostingBlobContainerClient(out var container)
            ? container.GetBlobClient($"timers/{hostId}/{timerName}/status")
            : throw new InvalidOperationException("Timers need the storage account of the host.");
}
