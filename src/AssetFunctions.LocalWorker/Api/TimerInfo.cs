namespace Microsoft.Azure.Functions.Worker;

/// <summary>What a timer-triggered function is told about its occurrence.</summary>
public sealed class TimerInfo
{
    /// <summary>The recorded times of the schedule; null when the schedule is not monitored.</summary>
    public ScheduleStatus? ScheduleStatus { get; set; }

    /// <summary>Whether the occurrence was missed while no instance ran and is now run late.</summary>
    public bool IsPastDue { get; set; }
}

/// <summary>The recorded times of a timer, all UTC.</summary>
public sealed class ScheduleStatus
{
    /// <summary>The last recorded occurrence; the default value before the first one.</summary>
    public DateTime Last { get; set; }

    /// <summary>The expected next occurrence.</summary>
    public DateTime Next { get; set; }

    /// <summary>When this record was last written.</summary>
    public DateTime LastUpdated { get; set; }
}
