using System.Globalization;
using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace AssetFunctions.Tests.Hosting;

/// <summary>The settings that the compiled product reads, found by reflection.</summary>
static class KnownSettings
{
    /// <summary>All settings of options classes, in the order of sections and members.</summary>
    public static IReadOnlyList<KnownSetting> All() =>
    [
        .. ProductAssemblies.All
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => type.Name.EndsWith("Options", StringComparison.Ordinal) && SectionOf(type) is not null)
            .OrderBy(SectionOf, StringComparer.Ordinal)
            .SelectMany(type => type.GetProperties(), (type, property) => new KnownSetting(SectionOf(type)!, property, DefaultOf(type, property))),
    ];

    /// <summary>Full names of all options, with their defaults as on the settings page.</summary>
    public static Dictionary<string, string> Options() => All().ToDictionary(setting => setting.Name, setting => setting.Default, StringComparer.Ordinal);

    /// <summary>Settings that hold the schedules of timer triggers.</summary>
    public static IReadOnlyList<string> OfTimers() =>
        [.. Schedules().Where(schedule => schedule.StartsWith('%')).Select(schedule => schedule.Trim('%')).Distinct(StringComparer.Ordinal)];

    /// <summary>Schedules of all timer triggers, as their attributes have them.</summary>
    public static IEnumerable<string> Schedules() => Assembly.Load("AssetFunctions").GetTypes()
        .SelectMany(type => type.GetMethods())
        .SelectMany(method => method.GetParameters())
        .Select(parameter => parameter.GetCustomAttribute<TimerTriggerAttribute>()?.Schedule)
        .OfType<string>();

    static string? SectionOf(Type options) =>
        (ConstantOf(options) ?? ConstantOf(options.Assembly.GetType(options.FullName!.Replace("Options", "Defaults", StringComparison.Ordinal))))?.ToString();

    static object? ConstantOf(Type? type) => type?.GetField("Section", BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static)?.GetRawConstantValue();

    static string DefaultOf(Type type, PropertyInfo property)
    {
        var text = Convert.ToString(property.GetValue(Activator.CreateInstance(type)), CultureInfo.InvariantCulture);
        return string.IsNullOrEmpty(text) ? "–" : text;
    }
}

/// <summary>A setting that an options class holds.</summary>
/// <param name="Section">Its section, e.g. <c>Sync:Cache</c>.</param>
/// <param name="Property">Its member.</param>
/// <param name="Default">Its default as text; a dash when there is none.</param>
sealed record KnownSetting(string Section, PropertyInfo Property, string Default)
{
    public string Name => $"{Section}:{Property.Name}";
}
