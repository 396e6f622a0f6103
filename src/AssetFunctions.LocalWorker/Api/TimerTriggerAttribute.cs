namespace Microsoft.Azure.Functions.Worker;

/// <summary>Runs the function on a schedule, on one instance of the app at a time.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class TimerTriggerAttribute(string schedule) : Attribute
{
    /// <summary>
    /// An NCRONTAB expression of six fields (<c>{second} {minute} {hour} {day} {month} {day-of-week}</c>, UTC), or
    /// <c>%Setting%</c> to take it from a setting.
    /// </summary>
    public string Schedule { get; } = schedule;

    /// <summary>
    /// Whether the last and next times are kept between runs of the app, so that a missed occurrence runs late with
    /// <see cref="TimerInfo.IsPastDue"/> set. Default true.
    /// </summary>
    public bool UseMonitor { get; set; } = true;

    /// <summary>Whether the function also runs when the instance takes over the timer at start. Default false.</summary>
    public bool RunOnStartup { get; set; }
}
