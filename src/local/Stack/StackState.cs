using System.Diagnostics;
using System.Text.Json;

namespace AssetFunctions.Local.Stack;

/// <summary>The state file of a running local stack, deleted when the stack stops.</summary>
/// <param name="Api">Base address of the HTTP API.</param>
/// <param name="Database">Address of the local database.</param>
/// <param name="ProcessId">The process that runs the stack.</param>
/// <param name="ProcessStartedAt">Start of that process: a later process may have the same id.</param>
sealed record StackState(Uri Api, Uri Database, int ProcessId, DateTimeOffset ProcessStartedAt)
{
    const string FileName = "stack.json";

    // The start time of a process is derived from the clock and the uptime, and varies a little between readings.
    static readonly TimeSpan StartTolerance = TimeSpan.FromSeconds(2);

    /// <summary>Writes the state of a stack in this process.</summary>
    /// <returns>Deletes the file when disposed.</returns>
    public static IAsyncDisposable Announce(string directory, Uri api, Uri database)
    {
        using var process = Process.GetCurrentProcess();
        var state = new StackState(api, database, process.Id, new DateTimeOffset(process.StartTime).ToUniversalTime());
        var file = Path.Combine(directory, FileName);

        // Moved into place, so that no reader sees a partial file.
        var draft = $"{file}.{process.Id}";
        File.WriteAllText(draft, JsonSerializer.Serialize(state, JsonSerializerOptions.Web));
        File.Move(draft, file, overwrite: true);
        return new Announcement(file);
    }

    /// <summary>The stack running on a data directory, or null. A file whose process has ended is left over from a crash.</summary>
    public static StackState? FindRunning(string directory)
    {
        try
        {
            var state = JsonSerializer.Deserialize<StackState>(File.ReadAllText(Path.Combine(directory, FileName)), JsonSerializerOptions.Web);
            return state is not null && IsRunning(state) ? state : null;
        }
        catch (Exception ex) when (ex is IOException or JsonException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    static bool IsRunning(StackState state)
    {
        try
        {
            using var process = Process.GetProcessById(state.ProcessId);
            return !process.HasExited && (new DateTimeOffset(process.StartTime) - state.ProcessStartedAt).Duration() < StartTolerance;
        }
        catch (Exception ex) when (ex is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    sealed class Announcement(string file) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            File.Delete(file);
            return ValueTask.CompletedTask;
        }
    }
}
