using AssetFunctions.Local.Cosmos.Query.Values;

namespace AssetFunctions.Local.Cosmos.Query.Functions;

/// <summary>A unit of time: so many months, or so many nanoseconds.</summary>
sealed record DatePart(int Months, long Nanoseconds)
{
    const long NanosecondsPerSecond = 1_000_000_000;

    static readonly DatePart Year = new(12, 0);
    static readonly DatePart Month = new(1, 0);
    static readonly DatePart Day = new(0, 86_400 * NanosecondsPerSecond);
    static readonly DatePart Hour = new(0, 3_600 * NanosecondsPerSecond);
    static readonly DatePart Minute = new(0, 60 * NanosecondsPerSecond);
    static readonly DatePart Second = new(0, NanosecondsPerSecond);
    static readonly DatePart Millisecond = new(0, 1_000_000);
    static readonly DatePart Microsecond = new(0, 1_000);
    static readonly DatePart Nanosecond = new(0, 1);

    static readonly Dictionary<string, DatePart> ByName = new(StringComparer.OrdinalIgnoreCase)
    {
        ["year"] = Year, ["yyyy"] = Year, ["yy"] = Year,
        ["month"] = Month, ["mm"] = Month, ["m"] = Month,
        ["day"] = Day, ["dd"] = Day, ["d"] = Day,
        ["hour"] = Hour, ["hh"] = Hour,
        ["minute"] = Minute, ["mi"] = Minute, ["n"] = Minute,
        ["second"] = Second, ["ss"] = Second, ["s"] = Second,
        ["millisecond"] = Millisecond, ["ms"] = Millisecond,
        ["microsecond"] = Microsecond, ["mcs"] = Microsecond,
        ["nanosecond"] = Nanosecond, ["ns"] = Nanosecond,
    };

    public static DatePart? Of(SqlValue name) => name is SqlString text ? ByName.GetValueOrDefault(text.Value) : null;

    /// <summary>Whole units since the year 1, or since <paramref name="origin"/>, rounded down.</summary>
    public Int128 CountOf(DateTime time, DateTime origin = default) => Months > 0
        ? Floor(MonthOf(time) - MonthOf(origin) - (IsEarlierInMonth(time, origin) ? 1 : 0), Months)
        : Floor((Int128)(time.Ticks - origin.Ticks) * TimeSpan.NanosecondsPerTick, Nanoseconds);

    /// <summary>The time so many units later; null when no calendar holds it.</summary>
    public DateTime? Add(DateTime time, Int128 units)
    {
        if (Months > 0)
        {
            var month = MonthOf(time) + (units * Months);
            return month < 12 || month >= 12 * 10_000 ? null : time.AddMonths((int)(units * Months));
        }

        var ticks = time.Ticks + Floor(units * Nanoseconds, TimeSpan.NanosecondsPerTick);
        return ticks < DateTime.MinValue.Ticks || ticks > DateTime.MaxValue.Ticks ? null : new DateTime((long)ticks, DateTimeKind.Utc);
    }

    /// <summary>The unit's field of a time: the hour of the day, the nanoseconds of the second.</summary>
    public long FieldOf(DateTime time)
    {
        var fraction = time.Ticks % TimeSpan.TicksPerSecond;
        return this == Year ? time.Year
            : this == Month ? time.Month
            : this == Day ? time.Day
            : this == Hour ? time.Hour
            : this == Minute ? time.Minute
            : this == Second ? time.Second
            : fraction * TimeSpan.NanosecondsPerTick / Nanoseconds;
    }

    static Int128 MonthOf(DateTime time) => ((Int128)time.Year * 12) + time.Month - 1;

    static bool IsEarlierInMonth(DateTime time, DateTime origin) =>
        time.Ticks - new DateTime(time.Year, time.Month, 1, 0, 0, 0, DateTimeKind.Utc).Ticks
        < origin.Ticks - new DateTime(origin.Year, origin.Month, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;

    static Int128 Floor(Int128 dividend, Int128 divisor) =>
        (dividend / divisor) - (dividend % divisor < 0 ? 1 : 0);
}
