using System.Xml.Linq;
using AssetFunctions.Testing;

namespace AssetFunctions.Tests.Architecture;

/// <summary>The dependency rule: Sync ← adapters ← AssetFunctions; nothing that is deployed references src/local.</summary>
public sealed class DependencyRuleTests
{
    const string LocalPrefix = "AssetFunctions.Local.";

    static readonly Dictionary<string, string[]> AllowedProjects = new(StringComparer.Ordinal)
    {
        ["AssetFunctions.Sync"] = [],
        ["AssetFunctions.Providers"] = ["AssetFunctions.Sync"],
        ["AssetFunctions.Cosmos"] = ["AssetFunctions.Sync"],
        ["AssetFunctions.Redis"] = ["AssetFunctions.Sync"],
        ["AssetFunctions"] = ["AssetFunctions.Sync", "AssetFunctions.Providers", "AssetFunctions.Cosmos", "AssetFunctions.Redis"],
        ["AssetFunctions.Cli"] = ["AssetFunctions.Sync"],
        ["AssetFunctions.Local.Cosmos"] = [],
        ["AssetFunctions.Local.FunctionsHost"] = [],
        ["AssetFunctions.Local.Processes"] = [],
        ["AssetFunctions.Local.Providers"] = ["AssetFunctions.Sync"],
        ["AssetFunctions.Local.Stack"] =
        [
            "AssetFunctions", "AssetFunctions.Cli", "AssetFunctions.Sync", "AssetFunctions.Local.Cosmos", "AssetFunctions.Local.FunctionsHost",
            "AssetFunctions.Local.Processes", "AssetFunctions.Local.Providers",
        ],
    };

    public static TheoryData<string> SourceProjects() => [.. SourceProject.All.Keys];

    [Theory]
    [MemberData(nameof(SourceProjects))]
    public void A_project_references_only_what_the_rule_allows(string project)
    {
        Assert.True(AllowedProjects.TryGetValue(project, out var allowed), $"{project} has no place in the dependency rule yet.");
        Assert.Empty(SourceProject.All[project].ProjectReferences.Except(allowed));
    }

    [Theory]
    [MemberData(nameof(SourceProjects))]
    public void Projects_in_src_local_and_only_those_are_named_local(string project) =>
        Assert.Equal(
            SourceProject.All[project].Path.StartsWith(Path.Combine(Repository.Root, "src", "local") + Path.DirectorySeparatorChar, StringComparison.Ordinal),
            project.StartsWith(LocalPrefix, StringComparison.Ordinal));

    [Fact]
    public void Deployed_projects_reference_nothing_local() =>
        Assert.All(
            SourceProject.All.Values.Where(project => !project.Name.StartsWith(LocalPrefix, StringComparison.Ordinal)),
            project => Assert.DoesNotContain(project.ProjectReferences, name => name.StartsWith(LocalPrefix, StringComparison.Ordinal)));

    [Fact]
    public void All_options_are_validated_one_way() =>
        Assert.Equal(
            ["SectionValidator.cs"],
            SourceProject.All.Values.SelectMany(project => project.Sources)
                .Where(path => File.ReadAllText(path) is var text && (text.Contains("IValidateOptions<", StringComparison.Ordinal) || text.Contains("ValidateOnStart(", StringComparison.Ordinal)))
                .Select(Path.GetFileName));

    [Theory]
    [InlineData("AssetFunctions.Sync", new[]
    {
        "Microsoft.Extensions.Caching.Memory", "Microsoft.Extensions.Logging.Abstractions", "Microsoft.Extensions.Options.ConfigurationExtensions",
        "SimpleBase",
    })]
    [InlineData("AssetFunctions.Providers", new[] { "Polly.Core" })]
    public void Sync_and_providers_have_no_infrastructure_packages(string project, string[] allowed) =>
        Assert.Empty(SourceProject.All[project].Packages.Except(allowed));

    [Fact]
    public void Sync_references_no_web_framework() => Assert.Empty(SourceProject.All["AssetFunctions.Sync"].Frameworks);

    [Theory]
    [InlineData("Microsoft.Azure.Cosmos", new[] { "AssetFunctions.Cosmos", "AssetFunctions.Local.Cosmos" })]
    [InlineData("StackExchange.Redis", new[] { "AssetFunctions.Redis" })]
    [InlineData("NCrontab.Signed", new[] { "AssetFunctions" })]
    [InlineData("Azure.Storage.Queues", new[] { "AssetFunctions", "AssetFunctions.Local.FunctionsHost", "AssetFunctions.Local.Stack" })]
    [InlineData("Microsoft.Azure.WebJobs", new[] { "AssetFunctions.Local.FunctionsHost" })]
    [InlineData("Microsoft.Azure.Functions.Worker", new[] { "AssetFunctions" })]
    public void A_package_is_referenced_only_by_its_owners(string package, string[] owners)
    {
        var users = SourceProject.All.Values.Where(project => project.Packages.Contains(package)).Select(project => project.Name);

        Assert.Empty(users.Except(owners));
    }

    // One set of packages is built, tested and deployed.
    [Fact]
    public void Every_package_has_one_version_under_no_condition()
    {
        var packages = XDocument.Load(Path.Combine(Repository.Root, "Directory.Packages.props"));

        Assert.NotEmpty(packages.Descendants("PackageVersion"));
        Assert.Distinct(packages.Descendants("PackageVersion").Select(package => package.Attribute("Include")!.Value), StringComparer.OrdinalIgnoreCase);
        Assert.DoesNotContain(packages.Descendants(), element => element.Attribute("Condition") is not null);
    }

    [Fact]
    public void No_project_chooses_its_packages_or_projects_by_a_condition() =>
        Assert.All(SourceProject.All.Values, project => Assert.DoesNotContain(
            project.Document.Descendants().Where(element => element.Name.LocalName is "PackageReference" or "ProjectReference"),
            reference => reference.AncestorsAndSelf().Any(element => element.Attribute("Condition") is not null)));

    [Fact]
    public void No_source_file_has_conditional_compilation() =>
        Assert.All(SourceProject.All.Values.SelectMany(project => project.Sources), source =>
            Assert.DoesNotContain(File.ReadLines(source), line => line.TrimStart().StartsWith("#if", StringComparison.Ordinal)));

    // A type in a namespace of Microsoft could replace one of its own.
    [Fact]
    public void No_type_of_ours_lies_in_a_namespace_of_Microsoft() =>
        Assert.All(SourceProject.All.Values.SelectMany(project => project.Sources.Concat(project.Protocols)), source =>
            Assert.DoesNotMatch(@"(?m)^\s*(namespace\s+|option\s+csharp_namespace\s*=\s*"")Microsoft\b", File.ReadAllText(source)));

    [Fact]
    public void Program_is_composition_of_at_most_forty_lines() =>
        Assert.InRange(File.ReadLines(Path.Combine(Repository.Root, "src", "AssetFunctions", "Program.cs")).Count(), 1, 40);

    [Fact]
    public void No_source_file_uses_regions() =>
        Assert.All(SourceProject.All.Values.SelectMany(project => project.Sources), source =>
            Assert.DoesNotContain(File.ReadLines(source), line => line.TrimStart().StartsWith("#region", StringComparison.Ordinal)));

    [Fact]
    public void Every_room_of_sync_has_a_counterpart_in_the_tests()
    {
        // Usage is counted and poison messages are replayed by whole runs, so both are tested with the phases.
        string[] testedWithPhases = ["Telemetry", "Operations"];

        Assert.Empty(Rooms("src", "AssetFunctions.Sync").Except(testedWithPhases).Except(Rooms("tests", "AssetFunctions.Sync.Tests")));
    }

    static IEnumerable<string> Rooms(string side, string project) =>
        Directory.GetDirectories(Path.Combine(Repository.Root, side, project)).Select(path => Path.GetFileName(path)).Except(["bin", "obj"]);
}
