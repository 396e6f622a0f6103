using AssetFunctions.LocalWorker.Hosting;
using NCrontab;

namespace AssetFunctions.LocalWorker.Timers;

/// <summary>An NCRONTAB expression of six fields, in UTC.</summary>
sealed class CronSchedule
{
    const int Fields = 6;

    readonly CrontabSchedule _schedule;

    CronSchedule(CrontabSchedule schedule) => _schedule = schedule;

    /// <exception cref="WorkerStartupException">The text is not such an expression.</exception>
    public static CronSchedule Parse(string text, string function)
    {
        var fields = text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var schedule = fields.Length == Fields
            ? CrontabSchedule.TryParse(string.Join(' ', fields), new CrontabSchedule.ParseOptions { IncludingSeconds = true })
            : null;
        return schedule is null
            ? throw new WorkerStartupException(
                $"Function '{function}' has the schedule '{text}', which is not an NCRONTAB expression of six fields (second minute hour day month day-of-week).")
            : new CronSchedule(schedule);
    }

    /// <summary>The first occurrence after the given time; the last representable time when there is none.</summary>
    public DateTime NextAfter(DateTime utc)
        => DateTime.SpecifyKind(_schedule.GetNextOccurrence(utc), DateTimeKind.Utc);

    public override string ToString() => _schedule.ToString();
}
