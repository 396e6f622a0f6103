using AssetFunctions.Local.Processes;
using AssetFunctions.Testing;

namespace AssetFunctions.Infra.Tests;

/// <summary>The files under <c>infra</c> and the commands that are run over them.</summary>
static class InfraFiles
{
    /// <summary>Setting that lets a test write what it would otherwise compare.</summary>
    const string UpdateVariable = "ASSETFUNCTIONS_UPDATE_INFRA";

    public static string Root { get; } = Path.Combine(Repository.Root, "infra");

    public static string PathOf(string name) => Path.Combine(Root, name);

    public static string Read(string name) => File.ReadAllText(PathOf(name));

    /// <summary>Compares a part of a file, which the markers <c>&lt;!-- name --&gt;</c> and <c>&lt;!-- /name --&gt;</c> enclose, with what it should hold.</summary>
    public static void AssertSection(string file, string section, string expected)
    {
        var (open, close) = ($"<!-- {section} -->\n", $"<!-- /{section} -->");
        var text = Read(file);
        var start = text.IndexOf(open, StringComparison.Ordinal) + open.Length;
        var end = text.IndexOf(close, StringComparison.Ordinal);
        Assert.True(start >= open.Length && end >= start, $"{file} has no section '{section}'.");
        AssertFile(file, text[..start] + expected.TrimEnd() + "\n" + text[end..]);
    }

    /// <summary>Compares a file with what it should hold, or writes it where <c>ASSETFUNCTIONS_UPDATE_INFRA=1</c> is set.</summary>
    public static void AssertFile(string name, string expected)
    {
        if (Environment.GetEnvironmentVariable(UpdateVariable) == "1")
        {
            File.WriteAllText(PathOf(name), expected);
            return;
        }

        var actual = Read(name);
        Assert.True(
            string.Equals(expected, actual, StringComparison.Ordinal),
            $"infra/{name} is not what the code says. Run 'dotnet test tests/AssetFunctions.Infra.Tests' with {UpdateVariable}=1. It should hold:\n{expected}");
    }

    /// <summary>Runs a program in the root of the checkout.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(string program, params string[] arguments)
    {
        var result = await new ProcessCommand(program, arguments) { Directory = Repository.Root }.RunAsync();
        return (result.ExitCode, result.Output, result.Errors);
    }
}
