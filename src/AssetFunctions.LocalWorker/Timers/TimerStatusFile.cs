using System.Text.Json;
using Microsoft.Azure.Functions.Worker;

namespace AssetFunctions.LocalWorker.Timers;

/// <summary>Keeps the times of a monitored schedule between runs of the app.</summary>
sealed class TimerStatusFile(string path)
{
    /// <summary>The kept times; null when there are none that can be read.</summary>
    public async Task<ScheduleStatus?> ReadAsync()
    {
        try
        {
            await using var file = File.OpenRead(path);
            return await JsonSerializer.DeserializeAsync<ScheduleStatus>(file);
        }
        catch (Exception e) when (e is FileNotFoundException or JsonException)
        {
            return null;
        }
    }

    public async Task WriteAsync(ScheduleStatus status)
    {
        // Renamed into place, so that a process that dies here leaves the old times and not half of the new ones.
        var draft = path + ".new";
        await File.WriteAllTextAsync(draft, JsonSerializer.Serialize(status));
        File.Move(draft, path, overwrite: true);
    }
}
