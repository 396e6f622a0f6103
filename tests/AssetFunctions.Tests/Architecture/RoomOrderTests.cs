using System.Text.RegularExpressions;
using AssetFunctions.Testing;

namespace AssetFunctions.Tests.Architecture;

/// <summary>The rooms of Sync depend downwards only, so that each can be understood from those below it.</summary>
public sealed partial class RoomOrderTests
{
    const string Subject = "AssetFunctions.Sync";

    /// <summary>Primitives in the root of Sync, which every room may use.</summary>
    const string Root = "";

    /// <summary>The one file that composes all rooms.</summary>
    const string Composition = "AssetSyncBuilder.cs";

    /// <summary>Rooms from the lowest. Those in one row do not use each other.</summary>
    static readonly string[][] Rows =
    [
        [Root], ["Telemetry"], ["Assets"], ["Prices"], ["Positions", "Transactions"], ["Runs"], ["Wallets"], ["Providers"], ["Caching"], ["Messaging"],
        ["Phases", "Queries", "Operations"],
    ];

    [Fact]
    public void Every_room_has_its_place_in_the_order() =>
        Assert.Empty(Sources().Select(source => RoomOf(source.Path)).Except(Rows.SelectMany(row => row)));

    [Fact]
    public void Rooms_use_only_rooms_below_them() => Assert.Empty(Violations(Sources()));

    [Theory]
    [InlineData("using AssetFunctions.Sync.Wallets;")]
    [InlineData("using AssetFunctions.Sync.Phases.Extract;")]
    [InlineData("class Planted { Wallets.WalletState? state; }")]
    public void A_room_that_uses_one_above_it_is_found(string planted) =>
        Assert.NotEmpty(Violations([.. Sources(), ("Assets/Planted.cs", planted)]));

    [Fact]
    public void A_room_that_uses_the_one_beside_it_is_found() =>
        Assert.NotEmpty(Violations([.. Sources(), ("Queries/Planted.cs", "using AssetFunctions.Sync.Operations;")]));

    static List<string> Violations(IEnumerable<(string Path, string Text)> sources) =>
        [.. from source in sources
            where source.Path != Composition
            let room = RoomOf(source.Path)
            from used in UsedBy(source.Text)
            where used != room && LevelOf(used) >= LevelOf(room)
            select $"{source.Path} uses {used}"];

    static int LevelOf(string room) => Array.FindIndex(Rows, row => row.Contains(room, StringComparer.Ordinal));

    static string RoomOf(string path) => path.Contains('/', StringComparison.Ordinal) ? path.Split('/')[0] : Root;

    // Without a using directive a room is named by its own name before a type, as in Wallets.WalletState.
    static IEnumerable<string> UsedBy(string text) =>
        Directive().Matches(text).Concat(Qualifier().Matches(Comment().Replace(text, string.Empty)))
            .Select(match => match.Groups["room"].Value)
            .Where(name => LevelOf(name) >= 0)
            .Distinct(StringComparer.Ordinal);

    static IEnumerable<(string Path, string Text)> Sources()
    {
        var root = Path.Combine(Repository.Root, "src", Subject);
        return Directory.GetFiles(root, "*.cs", SearchOption.AllDirectories)
            .Select(path => (Path: Path.GetRelativePath(root, path).Replace('\\', '/'), Full: path))
            .Where(source => !source.Path.StartsWith("obj/", StringComparison.Ordinal) && !source.Path.StartsWith("bin/", StringComparison.Ordinal))
            .Select(source => (source.Path, File.ReadAllText(source.Full)));
    }

    [GeneratedRegex(@"^using AssetFunctions\.Sync\.(?<room>\w+)[.;]", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Directive();

    [GeneratedRegex(@"(?<![\w.])(Sync\.)?(?<room>[A-Z]\w+)\.[A-Z]\w+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Qualifier();

    [GeneratedRegex(@"//.*|""[^""\n]*""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Comment();
}
