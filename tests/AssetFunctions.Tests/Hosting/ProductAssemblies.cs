using System.Reflection;
using AssetFunctions.Testing;

namespace AssetFunctions.Tests.Hosting;

/// <summary>The deployed assemblies: the app and the projects of this repository that it references.</summary>
static class ProductAssemblies
{
    const string App = "AssetFunctions";

    public static IReadOnlyList<Assembly> All { get; } =
    [
        Assembly.Load(App),
        .. Assembly.Load(App).GetReferencedAssemblies()
            .Where(name => name.Name!.StartsWith("AssetFunctions.", StringComparison.Ordinal))
            .Select(Assembly.Load),
    ];

    /// <summary>Texts of their source files.</summary>
    public static IReadOnlyList<string> Sources { get; } =
    [
        .. All.Select(assembly => Path.Combine(Repository.Root, "src", assembly.GetName().Name!))
            .SelectMany(project => Directory.GetFiles(project, "*.cs", SearchOption.AllDirectories))
            .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Select(File.ReadAllText),
    ];
}
