using System.Globalization;
using AssetFunctions.Local.Cosmos.Query.Values;
using static AssetFunctions.Local.Cosmos.Query.Functions.Signatures;

namespace AssetFunctions.Local.Cosmos.Query.Functions;

/// <summary>Dates as ISO 8601 text in UTC with seven decimals, timestamps in milliseconds and ticks of 100 ns since 1970.</summary>
static class DateFunctions
{
    public static readonly IReadOnlyList<SqlFunction> All =
    [
        Now("GETCURRENTDATETIME", now => Print(now)),
        Now("GETCURRENTDATETIMESTATIC", now => Print(now)),
        Now("GETCURRENTTIMESTAMP", now => ToTimestamp(now)),
        Now("GETCURRENTTIMESTAMPSTATIC", now => ToTimestamp(now)),
        Now("GETCURRENTTICKS", now => ToTicks(now)),
        Now("GETCURRENTTICKSSTATIC", now => ToTicks(now)),
        OnDate("DATETIMETOTIMESTAMP", ToTimestamp),
        OnDate("DATETIMETOTICKS", ToTicks),
        new("TIMESTAMPTODATETIME", 1, 1, (arguments, _) => FromUnix(arguments[0], TimeSpan.TicksPerMillisecond)),
        new("TICKSTODATETIME", 1, 1, (arguments, _) => FromUnix(arguments[0], ticksPerUnit: 1)),
        new("DATETIMEADD", 3, 3, Add),
        new("DATETIMEDIFF", 3, 3, Difference),
        new("DATETIMEPART", 2, 2, Part),
        new("DATETIMEFROMPARTS", 3, 7, FromParts),
        new("DATETIMEBIN", 2, 4, Bin),
    ];

    const string Format = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";

    static readonly string[] AcceptedFormats =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF",
        "yyyy-MM-dd'T'HH:mm'Z'",
        "yyyy-MM-dd'T'HH:mm",
        "yyyy-MM-dd",
    ];

    static SqlFunction Now(string name, Func<DateTime, SqlValue> show) =>
        new(name, 0, 0, (_, context) => show(context.Now.UtcDateTime));

    static SqlFunction OnDate(string name, Func<DateTime, SqlValue> apply) =>
        new(name, 1, 1, (arguments, _) => Read(arguments[0]) is { } time ? apply(time) : SqlValue.Undefined);

    static DateTime? Read(SqlValue value) =>
        value is SqlString text
        && DateTime.TryParseExact(
            text.Value,
            AcceptedFormats,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var time)
            ? time
            : null;

    static SqlValue Print(DateTime? time) => time is { } known
        ? SqlValue.From(known.ToString(Format, CultureInfo.InvariantCulture))
        : SqlValue.Undefined;

    static SqlValue ToTicks(DateTime time) => SqlValue.From(time.Ticks - DateTime.UnixEpoch.Ticks);

    static SqlValue ToTimestamp(DateTime time) =>
        SqlValue.From(Math.Floor((time.Ticks - DateTime.UnixEpoch.Ticks) / (double)TimeSpan.TicksPerMillisecond));

    static SqlValue FromUnix(SqlValue value, long ticksPerUnit)
    {
        if (!TryInteger(value, out var units))
        {
            return SqlValue.Undefined;
        }

        var ticks = ((Int128)units * ticksPerUnit) + DateTime.UnixEpoch.Ticks;
        return ticks < DateTime.MinValue.Ticks || ticks > DateTime.MaxValue.Ticks
            ? SqlValue.Undefined
            : Print(new DateTime((long)ticks, DateTimeKind.Utc));
    }

    static SqlValue Add(IReadOnlyList<SqlValue> arguments, FunctionContext context) =>
        DatePart.Of(arguments[0]) is { } part && TryInteger(arguments[1], out var units) && Read(arguments[2]) is { } time
            ? Print(part.Add(time, units))
            : SqlValue.Undefined;

    /// <summary>Counts the boundaries of the unit between the two times, so two minutes can be one year apart.</summary>
    static SqlValue Difference(IReadOnlyList<SqlValue> arguments, FunctionContext context) =>
        DatePart.Of(arguments[0]) is { } part && Read(arguments[1]) is { } start && Read(arguments[2]) is { } end
            ? SqlValue.From((double)(part.CountOf(end) - part.CountOf(start)))
            : SqlValue.Undefined;

    static SqlValue Part(IReadOnlyList<SqlValue> arguments, FunctionContext context) =>
        DatePart.Of(arguments[0]) is { } part && Read(arguments[1]) is { } time
            ? SqlValue.From(part.FieldOf(time))
            : SqlValue.Undefined;

    /// <summary>Year, month, day, hour, minute, second and ticks of the second; from the hour on they may be left out.</summary>
    static SqlValue FromParts(IReadOnlyList<SqlValue> arguments, FunctionContext context)
    {
        long[] parts = [1, 1, 1, 0, 0, 0, 0];
        for (var i = 0; i < arguments.Count; i++)
        {
            if (!TryInteger(arguments[i], out parts[i]))
            {
                return SqlValue.Undefined;
            }
        }

        return parts is [>= 1 and <= 9999, >= 1 and <= 12, >= 1, >= 0 and < 24, >= 0 and < 60, >= 0 and < 60, >= 0 and < TimeSpan.TicksPerSecond]
            && parts[2] <= DateTime.DaysInMonth((int)parts[0], (int)parts[1])
                ? Print(new DateTime((int)parts[0], (int)parts[1], (int)parts[2], (int)parts[3], (int)parts[4], (int)parts[5], DateTimeKind.Utc).AddTicks(parts[6]))
                : SqlValue.Undefined;
    }

    /// <summary>The start of the bin a time falls in; bins are counted from 1970 unless an origin is given.</summary>
    static SqlValue Bin(IReadOnlyList<SqlValue> arguments, FunctionContext context)
    {
        var size = 1L;
        var origin = arguments.Count > 3 ? Read(arguments[3]) : DateTime.UnixEpoch;
        if (Read(arguments[0]) is not { } time
            || DatePart.Of(arguments[1]) is not { } part
            || (arguments.Count > 2 && !TryInteger(arguments[2], out size))
            || size <= 0
            || origin is not { } start)
        {
            return SqlValue.Undefined;
        }

        var units = part.CountOf(time, start);
        var bin = (units / size) - (units % size < 0 ? 1 : 0);
        return Print(part.Add(start, bin * size));
    }
}
