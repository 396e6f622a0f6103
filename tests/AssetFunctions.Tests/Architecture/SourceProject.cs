using System.Xml.Linq;
using AssetFunctions.Testing;

namespace AssetFunctions.Tests.Architecture;

/// <summary>A project under <c>src</c>, read from its project file and its code.</summary>
sealed class SourceProject
{
    SourceProject(string path)
    {
        Path = path;
        Document = XDocument.Load(path);
    }

    /// <summary>All of them by name.</summary>
    public static IReadOnlyDictionary<string, SourceProject> All { get; } = Directory
        .GetFiles(System.IO.Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories)
        .Where(path => !IsGenerated(path))
        .Select(path => new SourceProject(path))
        .ToDictionary(project => project.Name, StringComparer.Ordinal);

    /// <summary>The project file.</summary>
    public string Path { get; }

    public XDocument Document { get; }

    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>Names of the projects it references.</summary>
    public IEnumerable<string> ProjectReferences => Included("ProjectReference").Select(path => System.IO.Path.GetFileNameWithoutExtension(path));

    /// <summary>Shared frameworks it references beyond that of .NET itself.</summary>
    public IEnumerable<string> Frameworks => Included("FrameworkReference");

    public IEnumerable<string> Packages => Included("PackageReference");

    /// <summary>Its C# files, without those that a build writes.</summary>
    public IEnumerable<string> Sources => Files("*.cs");

    /// <summary>Protocol files, from which a build writes C#.</summary>
    public IEnumerable<string> Protocols => Files("*.proto");

    IEnumerable<string> Files(string pattern) =>
        Directory.GetFiles(System.IO.Path.GetDirectoryName(Path)!, pattern, SearchOption.AllDirectories).Where(path => !IsGenerated(path));

    IEnumerable<string> Included(string kind) => Document.Descendants(kind).Select(reference => reference.Attribute("Include")!.Value.Replace('\\', '/'));

    static bool IsGenerated(string path) => path.Contains($"{System.IO.Path.DirectorySeparatorChar}obj{System.IO.Path.DirectorySeparatorChar}", StringComparison.Ordinal);
}
