using System.Text.RegularExpressions;

namespace AssetFunctions.Infra.Tests;

/// <summary>The declarations of a Bicep file, read line by line: the templates keep every declaration at the start of a line.</summary>
sealed partial class BicepFile
{
    BicepFile(string path)
    {
        Path = path;
        Text = File.ReadAllText(path);
        Declarations = [.. Declaration().Matches(Text).Select(match => new BicepDeclaration(
            match.Groups["kind"].Value,
            match.Groups["name"].Value,
            match.Groups["type"].Value.Trim('\''),
            match.Groups["default"].Success,
            BodyOf(Text, match.Index)))];
    }

    public static string Root { get; } = InfraFiles.PathOf("main.bicep");

    /// <summary>The main template and every module.</summary>
    public static IReadOnlyList<BicepFile> All { get; } =
        [new(Root), .. Directory.GetFiles(InfraFiles.PathOf("modules"), "*.bicep").Order(StringComparer.Ordinal).Select(path => new BicepFile(path))];

    public string Path { get; }

    public string Name => System.IO.Path.GetFileName(Path);

    public string Text { get; }

    public IReadOnlyList<BicepDeclaration> Declarations { get; }

    public IEnumerable<BicepDeclaration> Of(string kind) => Declarations.Where(declaration => declaration.Kind == kind);

    public static BicepFile Named(string name) => All.Single(file => file.Name == name);

    // A declaration ends where the next line begins with something that is neither indented nor a closing bracket.
    static string BodyOf(string text, int start)
    {
        var lines = text[start..].Split('\n');
        return string.Join('\n', lines.Take(1).Concat(lines.Skip(1).TakeWhile(line => line.Length == 0 || line[0] is ' ' or '}' or ']' or ')')));
    }

    [GeneratedRegex(@"^(?<kind>param|var|resource|module|output) (?<name>\w+)(?: (?<type>'[^']+'|\w+))?(?<existing> existing)?(?<default> =)?", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Declaration();
}

/// <param name="Kind">param, var, resource, module or output.</param>
/// <param name="Name">Symbolic name.</param>
/// <param name="Type">Type of a parameter or output, type and API version of a resource, path of a module.</param>
/// <param name="HasValue">Whether something is assigned: the default of a parameter.</param>
/// <param name="Text">The declaration to its end.</param>
sealed record BicepDeclaration(string Kind, string Name, string Type, bool HasValue, string Text);
