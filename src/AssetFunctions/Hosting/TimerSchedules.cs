using System.ComponentModel.DataAnnotations;
using System.Reflection;
using AssetFunctions.Sync;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NCrontab;

namespace AssetFunctions.Hosting;

/// <summary>
/// Schedule settings of the timer triggers, checked at start with the host's parser. The host reads them later: it silently skips a function with
/// an invalid schedule and runs all others.
/// </summary>
sealed class TimerSchedules : IValidatableObject
{
    const int Fields = 6;

    // Long enough to include a 29th of February.
    static readonly DateTime Since = new(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    static readonly DateTime Until = Since.AddYears(8);

    /// <summary>Schedules by setting name.</summary>
    public Dictionary<string, string?> Settings { get; } = new(StringComparer.Ordinal);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        Settings.Where(setting => !IsSchedule(setting.Value)).Select(setting => new ValidationResult(string.IsNullOrWhiteSpace(setting.Value)
            ? $"{setting.Key} is missing: set it to an NCRONTAB schedule such as '0 0 * * * *'."
            : $"{setting.Key} is '{setting.Value}'; it must be an NCRONTAB schedule of six fields that occurs at least once, such as '0 0 * * * *'."));

    static bool IsSchedule(string? text) =>
        text?.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is { Length: Fields } fields
        && CrontabSchedule.TryParse(string.Join(' ', fields), new CrontabSchedule.ParseOptions { IncludingSeconds = true }) is { } schedule
        && schedule.GetNextOccurrence(Since, Until) < Until;
}

static class TimerSchedulesExtensions
{
    /// <summary>Checks at start that each schedule setting of a timer trigger is present and valid.</summary>
    public static AssetSyncBuilder UseTimers(this AssetSyncBuilder builder)
    {
        builder.Services.AddValidated<TimerSchedules>(section: string.Empty).Configure(options =>
        {
            foreach (var setting in SettingNames())
            {
                options.Settings[setting] = builder.Configuration[setting];
            }
        });
        return builder;
    }

    static IEnumerable<string> SettingNames() => typeof(TimerSchedules).Assembly.GetTypes()
        .SelectMany(type => type.GetMethods())
        .SelectMany(method => method.GetParameters())
        .Select(parameter => parameter.GetCustomAttribute<TimerTriggerAttribute>()?.Schedule)
        .Where(schedule => schedule is ['%', .., '%'])
        .Select(schedule => schedule!.Trim('%'));
}
