using AssetFunctions.Local.Processes;
using AssetFunctions.Testing;

namespace AssetFunctions.Infra.Tests;

/// <summary>The files under <c>infra</c> and the commands that are run over them.</summary>
static class InfraFiles
{
    public static string Root { get; } = Path.Combine(Repository.Root, "infra");

    public static string PathOf(string name) => Path.Combine(Root, name);

    public static string Read(string name) => File.ReadAllText(PathOf(name));

    /// <summary>See <see cref="GeneratedFiles.AssertSection"/>; the path begins in <c>infra</c>.</summary>
    public static void AssertSection(string file, string section, string expected) => GeneratedFiles.AssertSection(Path.Combine("infra", file), section, expected);

    /// <summary>See <see cref="GeneratedFiles.AssertFile"/>; the path begins in <c>infra</c>.</summary>
    public static void AssertFile(string name, string expected) => GeneratedFiles.AssertFile(Path.Combine("infra", name), expected);

    /// <summary>Runs a program in the root of the checkout.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(string program, params string[] arguments)
    {
        var result = await new ProcessCommand(program, arguments) { Directory = Repository.Root }.RunAsync();
        return (result.ExitCode, result.Output, result.Errors);
    }
}
