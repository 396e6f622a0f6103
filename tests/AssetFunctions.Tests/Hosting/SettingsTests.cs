using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using AssetFunctions.DevHost.Stack;

namespace AssetFunctions.Tests.Hosting;

/// <summary>The settings table of the README and the settings sample say what the options are.</summary>
public sealed partial class SettingsTests
{
    static readonly string Root = RepositoryPaths.Find().Root;

    /// <summary>Settings that no options class holds: the host reads them itself.</summary>
    static readonly string[] OfTheHost = ["AzureWebJobsStorage", "FUNCTIONS_WORKER_RUNTIME", "SyncSchedule", "PriceRefreshSchedule"];

    [Fact]
    public void The_readme_lists_every_setting_with_its_default_and_no_other()
    {
        var readme = File.ReadAllText(Path.Combine(Root, "README.md"));
        var section = readme[readme.IndexOf("## Settings", StringComparison.Ordinal)..readme.IndexOf("## How it is built", StringComparison.Ordinal)];
        var listed = Row().Matches(section)
            .ToDictionary(match => match.Groups["name"].Value, match => match.Groups["default"].Value, StringComparer.Ordinal);

        var options = Options();
        Assert.Equal(options.Keys.Order(StringComparer.Ordinal), listed.Keys.Except(OfTheHost).Order(StringComparer.Ordinal));
        Assert.All(options, option => Assert.Equal((option.Key, option.Value), (option.Key, listed[option.Key])));
    }

    [Fact]
    public void The_settings_sample_holds_settings_that_exist_and_every_one_without_a_default_that_is_needed_locally()
    {
        using var sample = JsonDocument.Parse(File.ReadAllText(Path.Combine(Root, "local.settings.sample.json")));
        var names = sample.RootElement.GetProperty("Values").EnumerateObject().Select(value => value.Name).ToList();

        Assert.Empty(names.Except(Options().Keys).Except(OfTheHost));
        Assert.Empty(OfTheHost.Append("Cosmos:ConnectionString").Append("Zerion:ApiKey").Except(names));
    }

    static Dictionary<string, string> Options() => Assembly.Load("AssetFunctions").GetReferencedAssemblies()
        .Where(name => name.Name!.StartsWith("AssetFunctions.", StringComparison.Ordinal) && name.Name != "AssetFunctions.LocalWorker")
        .Select(Assembly.Load)
        .Append(Assembly.Load("AssetFunctions"))
        .SelectMany(assembly => assembly.GetTypes())
        .Where(type => type.Name.EndsWith("Options", StringComparison.Ordinal) && SectionOf(type) is not null)
        .SelectMany(type => type.GetProperties(), (type, property) => (Name: $"{SectionOf(type)}:{property.Name}", Default: DefaultOf(type, property)))
        .ToDictionary(option => option.Name, option => option.Default, StringComparer.Ordinal);

    static string? SectionOf(Type options) =>
        (ConstantOf(options) ?? ConstantOf(options.Assembly.GetType(options.FullName!.Replace("Options", "Defaults", StringComparison.Ordinal))))?.ToString();

    static object? ConstantOf(Type? type) => type?.GetField("Section", BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static)?.GetRawConstantValue();

    static string DefaultOf(Type type, PropertyInfo property)
    {
        var text = Convert.ToString(property.GetValue(Activator.CreateInstance(type)), CultureInfo.InvariantCulture);
        return string.IsNullOrEmpty(text) ? "–" : text;
    }

    [GeneratedRegex(@"^\| `(?<name>[A-Za-z:]+)` \| (?<default>[^|]+?) \| [^|]+ \|$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Row();
}
