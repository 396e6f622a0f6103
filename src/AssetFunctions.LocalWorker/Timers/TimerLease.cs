using System.Text.Json;
using AssetFunctions.LocalWorker.Hosting;

namespace AssetFunctions.LocalWorker.Timers;

/// <summary>
/// Decides which process runs a timer: a file that names an owner and the time its ownership ends. Every look and
/// change holds the file exclusively; an owner that dies or hangs loses the timer when its time is over.
/// </summary>
sealed class TimerLease(string path, string owner, WorkerOptions options)
{
    // Another process holds the file for well under a millisecond; this bounds the wait at about a second.
    const int Attempts = 100;

    static readonly TimeSpan Contention = TimeSpan.FromMilliseconds(10);

    /// <summary>Takes the timer, or keeps it; false when it belongs to another process.</summary>
    public Task<bool> TryHoldAsync(CancellationToken cancellation)
        => ChangeAsync(
            (current, now) => current is null || current.Owner == owner || current.Until <= now
                ? new Ownership(owner, now + options.TimerLease)
                : null,
            cancellation);

    /// <summary>Gives the timer up, if it is still this process's.</summary>
    public Task ReleaseAsync()
        => ChangeAsync(
            (current, _) => current?.Owner == owner ? current with { Until = DateTimeOffset.MinValue } : null,
            CancellationToken.None);

    async Task<bool> ChangeAsync(Func<Ownership?, DateTimeOffset, Ownership?> change, CancellationToken cancellation)
    {
        await using var file = await OpenAsync(cancellation);
        if (file is null || change(await ReadAsync(file), options.Time.GetUtcNow()) is not { } changed)
        {
            return false;
        }

        file.SetLength(0);
        await JsonSerializer.SerializeAsync(file, changed, cancellationToken: CancellationToken.None);
        await file.FlushAsync(CancellationToken.None);
        return true;
    }

    async Task<FileStream?> OpenAsync(CancellationToken cancellation)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(Contention, TimeProvider.System, cancellation);
            }
        }

        return null;
    }

    // A process that died while writing leaves half a record, which owns nothing.
    static async Task<Ownership?> ReadAsync(FileStream file)
    {
        try
        {
            var current = file.Length == 0 ? null : await JsonSerializer.DeserializeAsync<Ownership>(file);
            file.Position = 0;
            return current;
        }
        catch (JsonException)
        {
            file.Position = 0;
            return null;
        }
    }

    sealed record Ownership(string Owner, DateTimeOffset Until);
}
