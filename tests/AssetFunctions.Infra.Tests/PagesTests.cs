using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using AssetFunctions.OpenApi;
using AssetFunctions.Testing;
using AssetFunctions.Tests.Hosting;
using NCrontab;

namespace AssetFunctions.Infra.Tests;

/// <summary>The operations page agrees with the scripts and the package files. With <c>ASSETFUNCTIONS_UPDATE_INFRA=1</c> these tests write its tables.</summary>
public sealed partial class PagesTests
{
    [Fact]
    public async Task The_cost_table_equals_the_output_of_its_script()
    {
        var (exitCode, output, errors) = await InfraFiles.RunAsync("node", InfraFiles.PathOf("cost.mjs"));

        Assert.True(exitCode == 0, errors);
        InfraFiles.AssertSection("README.md", "costs", output);
    }

    [Fact]
    public async Task The_cost_table_follows_its_inputs()
    {
        var inputs = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(inputs, InfraFiles.Read("cost.json").Replace("\"unitsUnchanged\": 37", "\"unitsUnchanged\": 370", StringComparison.Ordinal));

            var usual = (await InfraFiles.RunAsync("node", InfraFiles.PathOf("cost.mjs"))).Output;
            var dearer = (await InfraFiles.RunAsync("node", InfraFiles.PathOf("cost.mjs"), inputs)).Output;

            Assert.NotEqual(Line(usual, "database"), Line(dearer, "database"));
            Assert.Equal(Line(usual, "functions"), Line(dearer, "functions"));
        }
        finally
        {
            File.Delete(inputs);
        }
    }

    [Fact]
    public void The_costs_are_those_of_the_schedules_and_settings_that_are_deployed()
    {
        using var inputs = JsonDocument.Parse(InfraFiles.Read("cost.json"));
        using var host = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "host.json")));
        var settings = inputs.RootElement.GetProperty("settings");
        var main = BicepFile.Named("main.bicep").Text;
        var start = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        var timers = KnownSettings.Schedules()
            .Select(schedule => schedule.StartsWith('%') ? Default(main, char.ToLowerInvariant(schedule[1]) + schedule[2..].TrimEnd('%')) : schedule)
            .Sum(schedule => CrontabSchedule.Parse(schedule, new CrontabSchedule.ParseOptions { IncludingSeconds = true }).GetNextOccurrences(start.AddTicks(-1), start.AddHours(1)).Count());

        Assert.Equal(timers, settings.GetProperty("timerExecutionsPerHour").GetInt32());
        Assert.Equal(
            CrontabSchedule.Parse(Default(main, "priceRefreshSchedule"), new CrontabSchedule.ParseOptions { IncludingSeconds = true })
                .GetNextOccurrences(start.AddTicks(-1), start.AddHours(1)).Count(),
            settings.GetProperty("priceUpdatesPerHour").GetInt32());
        Assert.Equal(
            host.RootElement.GetProperty("logging").GetProperty("applicationInsights").GetProperty("samplingSettings").GetProperty("maxTelemetryItemsPerSecond").GetInt32(),
            settings.GetProperty("sampledItemsPerSecond").GetInt32());
        Assert.Equal(Default(main, "instanceMemoryMB"), (settings.GetProperty("instanceGigabytes").GetInt32() * 1024).ToString(CultureInfo.InvariantCulture));
        Assert.Equal(Default(main, "maximumInstances"), settings.GetProperty("smallestMaximumInstances").ToString());
        Assert.Equal(Default(main, "alwaysReadyHttp"), settings.GetProperty("alwaysReadyInstances").ToString());
        Assert.Contains($"\n  wallets: {settings.GetProperty("smallestWalletsThroughput")}\n", BicepFile.Named("main.bicep").Of("param").Single(one => one.Name == "databaseMaxThroughput").Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_recommended_throughput_for_a_million_wallets_is_sufficient()
    {
        var table = (await InfraFiles.RunAsync("node", InfraFiles.PathOf("cost.mjs"))).Output;
        var needed = Number(Line(table, "`databaseMaxThroughput` of `wallets` to set, at least").Split('|')[^2]);
        var advised = Regex.Match(InfraFiles.Read("README.md"), @"databaseMaxThroughput = \{[^}]*wallets: (?<units>\d+)", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));

        Assert.InRange(Number(advised.Groups["units"].Value), needed, 2 * needed);
    }

    static int Number(string text) => int.Parse(text, NumberStyles.AllowThousands | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture);

    static string Default(string template, string parameter) =>
        Regex.Match(template, $@"^param {parameter} \w+ = '?(?<value>[^'\n]+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["value"].Value;

    [Fact]
    public void The_dependencies_are_listed_with_version_and_licence()
    {
        var rows = Packages().OrderBy(package => package.Id, StringComparer.Ordinal).Select(package => $"| `{package.Id}` | {package.Version} | {LicenceOf(package)} | {package.Use} |");

        InfraFiles.AssertSection("README.md", "packages", string.Join('\n', ["| package | version | licence | used by |", "|---|---|---|---|", .. rows]));
    }

    [Fact]
    public void The_routes_are_listed_as_the_API_describes_them()
    {
        var items = HttpRoute.All.SelectMany(
            route => route.Methods,
            (route, method) => PageText.Wrap(
                $"- `{method.ToUpperInvariant()} {route.Template}`: {ApiOperations.ByFunction[route.Function].Summary}.{Query(route)}", "  "));

        InfraFiles.AssertSection(Path.Combine("..", "src", "AssetFunctions", "README.md"), "routes", string.Join('\n', items));

        static string Query(HttpRoute route) => ApiOperations.ByFunction[route.Function].Query is { Count: > 0 } parameters
            ? $" Query: {string.Join(", ", parameters.Select(parameter => $"`{parameter.Name}`"))}."
            : string.Empty;
    }

    // The Core Tools read files that a plain build leaves out.
    [Fact]
    public void The_page_builds_for_the_Core_Tools_with_the_property_that_the_build_reads()
    {
        Assert.Contains("'$(ForFunctionsHost)' != 'true'", File.ReadAllText(Path.Combine(Repository.Root, "Directory.Build.targets")), StringComparison.Ordinal);
        Assert.Contains("\ndotnet build src/AssetFunctions -p:ForFunctionsHost=true -o artifacts/host\n", InfraFiles.Read("README.md"), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_link_of_the_pages_has_a_target()
    {
        foreach (var page in Pages())
        {
            Assert.All(Links().Matches(File.ReadAllText(page)).Select(match => match.Groups["target"].Value), target =>
            {
                var (file, anchor) = target.Split('#') is [var first, var second] ? (first, second) : (target, null);
                var path = file.Length == 0 ? page : Path.Combine(Path.GetDirectoryName(page)!, file);
                Assert.True(Path.Exists(path), $"{page}: {target}");
                Assert.True(anchor is null || Anchors(path).Contains(anchor), $"{page}: {target}");
            });
        }

        static HashSet<string> Anchors(string page) =>
            Headings().Matches(File.ReadAllText(page)).Select(match => Anchor(match.Groups["title"].Value)).ToHashSet(StringComparer.Ordinal);
    }

    [Fact]
    public void No_line_of_a_page_is_longer_than_120_characters() => Assert.Empty(
        from page in Pages()
        from line in File.ReadLines(page).Index()
        where line.Item.Length > PageText.Width
        select $"{page}:{line.Index + 1} has {line.Item.Length}");

    [Fact]
    public void The_first_page_is_short() => Assert.InRange(new FileInfo(Path.Combine(Repository.Root, "README.md")).Length, 1, 8_000);

    static IEnumerable<string> Pages() => ((string[])["src", "tests", "infra"])
        .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.md", SearchOption.AllDirectories))
        .Where(page => !page.Contains($"{Path.DirectorySeparatorChar}node_modules{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
        .Append(Path.Combine(Repository.Root, "README.md"));

    static string Line(string table, string name) => table.Split('\n').Single(line => line.StartsWith($"| {name} |", StringComparison.Ordinal));

    static IEnumerable<Package> Packages()
    {
        var groups = Xml("Directory.Packages.props").Descendants("ItemGroup");
        foreach (var group in groups)
        {
            var use = group.Attribute("Label")!.Value switch
            {
                "Product" => "product",
                "Local tooling" => "local stack",
                "Tests and benchmarks" => "tests, benchmarks",
                var label => throw new InvalidOperationException($"No use is stated for the packages of '{label}'."),
            };
            foreach (var package in group.Elements("PackageVersion"))
            {
                yield return new Package(package.Attribute("Include")!.Value, package.Attribute("Version")!.Value, use);
            }
        }

        foreach (var package in Xml("Directory.Build.props").Descendants("GlobalPackageReference"))
        {
            yield return new Package(package.Attribute("Include")!.Value, package.Attribute("Version")!.Value, "build");
        }

        yield return new Package("azurite", Regex.Match(InfraFiles.Read("local/package.json"), "(?<=\"azurite\": \")[^\"]+", RegexOptions.None, TimeSpan.FromSeconds(1)).Value, "local stack");
    }

    static XDocument Xml(string file) => XDocument.Load(Path.Combine(Repository.Root, file));

    static string LicenceOf(Package package)
    {
        var folder = Path.Combine(PackageFolder, package.Id.ToLowerInvariant(), package.Version);
        var specification = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.nuspec").FirstOrDefault() : null;
        if (specification is null)
        {
            return Stated.TryGetValue(package.Id, out var known) ? known : throw new InvalidOperationException($"{package.Id} {package.Version} is not restored and no licence is stated for it.");
        }

        var metadata = XDocument.Load(specification).Root!.Elements().First();
        var licence = metadata.Elements().FirstOrDefault(element => element.Name.LocalName == "license");
        return licence?.Attribute("type")?.Value == "expression" ? licence.Value
            : Stated.TryGetValue(package.Id, out var stated) ? stated
            : throw new InvalidOperationException($"{package.Id} names no licence by its identifier; read it and state it.");
    }

    /// <summary>Licences, as their pages name them, of what NuGet does not restore or of packages that do not name theirs by its identifier.</summary>
    static readonly Dictionary<string, string> Stated = new(StringComparer.Ordinal)
    {
        ["azurite"] = "MIT",
        ["Microsoft.Azure.WebJobs.Extensions"] = "MIT",
        ["NCrontab.Signed"] = "Apache-2.0",
    };

    static string PackageFolder => Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    // As GitHub makes them.
    static string Anchor(string title) => NoAnchor().Replace(title.ToLowerInvariant(), string.Empty).Replace(' ', '-');

    sealed record Package(string Id, string Version, string Use);

    [GeneratedRegex(@"(\]\(|^\[[^\]]+\]: )(?!https?:)(?<target>[^)\s]+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Links();

    [GeneratedRegex(@"^#+ (?<title>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Headings();

    [GeneratedRegex(@"[^\w\- ]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NoAnchor();
}
