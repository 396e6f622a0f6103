using System.Globalization;
using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace AssetFunctions.Tests.Hosting;

/// <summary>The settings that the compiled product reads, found by reflection.</summary>
static class KnownSettings
{
    /// <summary>Full names of all options with their defaults as the settings page writes them.</summary>
    public static Dictionary<string, string> Options() => ProductAssemblies.All
        .SelectMany(assembly => assembly.GetTypes())
        .Where(type => type.Name.EndsWith("Options", StringComparison.Ordinal) && SectionOf(type) is not null)
        .SelectMany(type => type.GetProperties(), (type, property) => (Name: $"{SectionOf(type)}:{property.Name}", Default: DefaultOf(type, property)))
        .ToDictionary(option => option.Name, option => option.Default, StringComparer.Ordinal);

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
