using System.Text.RegularExpressions;
using System.Xml.Linq;
using AssetFunctions.Providers.Http;
using AssetFunctions.Tests.Hosting;

namespace AssetFunctions.Infra.Tests;

/// <summary>The settings page is generated from the options and their doc comments. <c>ASSETFUNCTIONS_UPDATE_INFRA=1</c> renews it.</summary>
public sealed partial class SettingsPageTests
{
    static readonly string Page = Path.Combine("..", "src", "AssetFunctions", "SETTINGS.md");

    [Fact]
    public void The_page_lists_every_setting_with_its_default_and_its_meaning()
    {
        var settings = KnownSettings.All();
        var shared = settings.Where(setting => setting.Property.DeclaringType == typeof(HttpProviderOptions)).ToList();
        var sections = settings.Except(shared).GroupBy(setting => setting.Section, StringComparer.Ordinal).ToList();
        Assert.NotEmpty(shared);

        InfraFiles.AssertSection(Page, "settings", string.Join("\n\n", [.. sections.Select(Section), SharedSection(shared)]));
    }

    [Fact]
    public void Every_setting_has_a_meaning() => Assert.All(KnownSettings.All(), setting => Assert.NotEmpty(MeaningOf(setting)));

    static string Section(IGrouping<string, KnownSetting> section) =>
        $"## `{section.Key}`\n\n{string.Join('\n', section.Select(setting => Item(setting, Default(setting.Default))))}";

    static string SharedSection(List<KnownSetting> settings)
    {
        var items = settings.GroupBy(setting => setting.Property.Name, StringComparer.Ordinal).Select(same => Item(
            same.First(),
            same.Select(setting => setting.Default).Distinct(StringComparer.Ordinal).Count() == 1
                ? Default(same.First().Default)
                : $" ({string.Join(", ", same.Where(setting => setting.Default != "–").Select(setting => $"{setting.Section} `{setting.Default}`"))})"));
        return $"## Every provider: `{string.Join("`, `", settings.Select(setting => setting.Section).Distinct(StringComparer.Ordinal))}`\n\n{string.Join('\n', items)}";
    }

    static string Default(string value) => value == "–" ? string.Empty : $" (`{value.Replace(",", "`, `", StringComparison.Ordinal)}`)";

    static string Item(KnownSetting setting, string value) => PageText.Wrap($"- `{setting.Property.Name}`{value}: {MeaningOf(setting)}", "  ");

    static string MeaningOf(KnownSetting setting)
    {
        var type = setting.Property.DeclaringType!;
        var members = XDocument.Load(Path.ChangeExtension(type.Assembly.Location, "xml")).Descendants("member");
        var summary = members.Single(member => member.Attribute("name")!.Value == $"P:{type.FullName}.{setting.Property.Name}").Element("summary")!;
        var text = string.Concat(summary.Nodes().Select(node => node switch
        {
            XElement element => $"`{element.Attribute("cref")?.Value.Split('.')[^1] ?? element.Value}`",
            _ => node.ToString(),
        }));
        return StatedDefault().Replace(Blanks().Replace(text, " ").Trim(), string.Empty).Trim();
    }

    [GeneratedRegex(@"\s+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Blanks();

    // The default is listed beside the name, as in the code.
    [GeneratedRegex(@"\bDefault:? [^;.]*(\.\d[^;.]*)*(; |\.|$)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex StatedDefault();
}
