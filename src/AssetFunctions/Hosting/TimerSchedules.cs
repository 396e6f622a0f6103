using System.Reflection;
using AssetFunctions.Sync;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NCrontab;

namespace AssetFunctions.Hosting;

/// <summary>The settings that timer triggers take their schedules from, by name, with their values.</summary>
sealed class TimerSchedules
{
    public Dictionary<string, string?> Settings { get; } = new(StringComparer.Ordinal);
}

/// <summary>
/// Checks the schedules at start, with the parser of the host. The host reads them later, when the triggers start: it leaves out the one function whose
/// schedule makes no sense, and everything else runs as if nothing was wrong.
/// </summary>
sealed class TimerSchedulesValidator : IValidateOptions<TimerSchedules>
{
    const int Fields = 6;

    // Long enough for the 29th of February.
    static readonly DateTime Since = new(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    static readonly DateTime Until = Since.AddYears(8);

    public ValidateOptionsResult Validate(string? name, TimerSchedules options)
    {
        var mistakes = options.Settings.Where(setting => !IsSchedule(setting.Value)).Select(setting => string.IsNullOrWhiteSpace(setting.Value)
            ? $"{setting.Key} is missing: set it to an NCRONTAB schedule such as '0 0 * * * *'."
            : $"{setting.Key} is '{setting.Value}'; it must be an NCRONTAB schedule of six fields that comes at some time, such as '0 0 * * * *'.").ToList();
        return mistakes.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(mistakes);
    }

    static bool IsSchedule(string? text) =>
        text?.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is { Length: Fields } fields
        && CrontabSchedule.TryParse(string.Join(' ', fields), new CrontabSchedule.ParseOptions { IncludingSeconds = true }) is { } schedule
        && schedule.GetNextOccurrence(Since, Until) < Until;
}

static class TimerSchedulesExtensions
{
    /// <summary>Checks at start that every schedule which a timer trigger takes from a setting is there.</summary>
    public static AssetSyncBuilder UseTimers(this AssetSyncBuilder builder)
    {
        builder.Services.AddOptions<TimerSchedules>()
            .Configure(options =>
            {
                foreach (var setting in SettingNames())
                {
                    options.Settings[setting] = builder.Configuration[setting];
                }
            })
            .ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<TimerSchedules>, TimerSchedulesValidator>();
        return builder;
    }

    static IEnumerable<string> SettingNames() => typeof(TimerSchedules).Assembly.GetTypes()
        .SelectMany(type => type.GetMethods())
        .SelectMany(method => method.GetParameters())
        .Select(parameter => parameter.GetCustomAttribute<TimerTriggerAttribute>()?.Schedule)
        .Where(schedule => schedule is ['%', .., '%'])
        .Select(schedule => schedule!.Trim('%'));
}
