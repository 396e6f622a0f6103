using System.Xml.Linq;
using AssetFunctions.Testing;

namespace AssetFunctions.Tests.Architecture;

/// <summary>The dependency rule of the house: Sync ← adapters ← AssetFunctions; nothing that is deployed references what lies in src/local.</summary>
public sealed class DependencyRuleTests
{
    static readonly Dictionary<string, string[]> AllowedProjects = new(StringComparer.Ordinal)
    {
        ["AssetFunctions.Sync"] = [],
        ["AssetFunctions.Providers"] = ["AssetFunctions.Sync"],
        ["AssetFunctions.Cosmos"] = ["AssetFunctions.Sync"],
        ["AssetFunctions.Redis"] = ["AssetFunctions.Sync"],
        ["AssetFunctions.Local.Cosmos"] = [],
        ["AssetFunctions.Local.FunctionsHost"] = [],
        ["AssetFunctions"] = ["AssetFunctions.Sync", "AssetFunctions.Providers", "AssetFunctions.Cosmos", "AssetFunctions.Redis"],
        ["AssetFunctions.Local.Stack"] = ["AssetFunctions", "AssetFunctions.Sync", "AssetFunctions.Local.Cosmos", "AssetFunctions.Local.FunctionsHost"],
    };

    /// <summary>Project files in <c>src</c> by the names of their projects.</summary>
    static readonly Dictionary<string, string> ProjectFiles = Directory
        .GetFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories)
        .Where(path => !IsGenerated(path))
        .ToDictionary(path => Path.GetFileNameWithoutExtension(path), StringComparer.Ordinal);

    public static TheoryData<string> SourceProjects() => [.. ProjectFiles.Keys];

    [Theory]
    [MemberData(nameof(SourceProjects))]
    public void A_project_references_only_what_the_rule_allows(string project)
    {
        Assert.True(AllowedProjects.TryGetValue(project, out var allowed), $"{project} has no place in the dependency rule yet.");
        Assert.Empty(References(project, "ProjectReference").Select(Path.GetFileNameWithoutExtension).Except(allowed));
    }

    [Theory]
    [InlineData("AssetFunctions.Sync", new string[0])]
    [InlineData("AssetFunctions.Providers", new[] { "Polly.Core" })]
    public void The_subject_and_the_providers_stay_free_of_infrastructure_packages(string project, string[] allowed) =>
        Assert.Empty(References(project, "PackageReference").Except(allowed));

    [Theory]
    [InlineData("Microsoft.Azure.Cosmos", new[] { "AssetFunctions.Cosmos", "AssetFunctions.Local.Cosmos" })]
    [InlineData("StackExchange.Redis", new[] { "AssetFunctions.Redis" })]
    [InlineData("NCrontab.Signed", new[] { "AssetFunctions" })]
    [InlineData("Azure.Storage.Queues", new[] { "AssetFunctions", "AssetFunctions.Local.Stack" })]
    public void A_package_enters_the_house_at_its_own_door(string package, string[] owners)
    {
        var users = ProjectFiles.Keys.Where(project => References(project, "PackageReference").Contains(package));

        Assert.Empty(users.Except(owners));
    }

    [Fact]
    public void Function_classes_and_Program_have_no_conditional_compilation() =>
        Assert.DoesNotContain(Sources("AssetFunctions"), source => File.ReadLines(source).Any(line => line.TrimStart().StartsWith("#if", StringComparison.Ordinal)));

    [Fact]
    public void Program_is_composition_of_at_most_forty_lines() =>
        Assert.InRange(File.ReadLines(Path.Combine(Repository.Root, "src", "AssetFunctions", "Program.cs")).Count(), 1, 40);

    [Fact]
    public void No_source_file_uses_regions() =>
        Assert.DoesNotContain(
            ProjectFiles.Keys.SelectMany(Sources),
            source => File.ReadLines(source).Any(line => line.TrimStart().StartsWith("#region", StringComparison.Ordinal)));

    [Fact]
    public void Every_source_room_of_the_sync_has_its_twin_in_the_tests()
    {
        // The two phases are tested where runs are, in Pipeline.
        string[] testedInPipeline = ["Assets", "Prices"];

        Assert.Empty(Rooms("src", "AssetFunctions.Sync").Except(testedInPipeline).Except(Rooms("tests", "AssetFunctions.Sync.Tests")));
    }

    static IEnumerable<string> Rooms(string side, string project) =>
        Directory.GetDirectories(Path.Combine(Repository.Root, side, project)).Select(path => Path.GetFileName(path)).Except(["bin", "obj"]);

    static IEnumerable<string> Sources(string project) =>
        Directory.GetFiles(Path.GetDirectoryName(ProjectFiles[project])!, "*.cs", SearchOption.AllDirectories).Where(path => !IsGenerated(path));

    static bool IsGenerated(string path) => path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal);

    static List<string> References(string project, string kind) =>
        [.. Project(project).Descendants(kind).Select(reference => reference.Attribute("Include")!.Value.Replace('\\', '/'))];

    static XDocument Project(string project) => XDocument.Load(ProjectFiles[project]);
}
