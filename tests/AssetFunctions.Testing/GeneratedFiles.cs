using Xunit;

namespace AssetFunctions.Testing;

/// <summary>Files of the repository, and sections of pages, that are made from code. With <c>ASSETFUNCTIONS_UPDATE_INFRA=1</c> they are written.</summary>
public static class GeneratedFiles
{
    /// <summary>Setting that lets a test write what it would otherwise compare.</summary>
    const string UpdateVariable = "ASSETFUNCTIONS_UPDATE_INFRA";

    /// <summary>Compares a part of a file, which the markers <c>&lt;!-- name --&gt;</c> and <c>&lt;!-- /name --&gt;</c> enclose, with what it should hold.</summary>
    /// <param name="file">Path from the root of the checkout.</param>
    public static void AssertSection(string file, string section, string expected)
    {
        ArgumentNullException.ThrowIfNull(expected);
        var (open, close) = ($"<!-- {section} -->\n", $"<!-- /{section} -->");
        var text = File.ReadAllText(Path.Combine(Repository.Root, file));
        var start = text.IndexOf(open, StringComparison.Ordinal) + open.Length;
        var end = text.IndexOf(close, StringComparison.Ordinal);
        Assert.True(start >= open.Length && end >= start, $"{file} has no section '{section}'.");
        AssertFile(file, text[..start] + expected.TrimEnd() + "\n" + text[end..]);
    }

    /// <summary>Compares a file with what it should hold.</summary>
    /// <param name="file">Path from the root of the checkout.</param>
    public static void AssertFile(string file, string expected)
    {
        var path = Path.Combine(Repository.Root, file);
        if (Environment.GetEnvironmentVariable(UpdateVariable) == "1")
        {
            File.WriteAllText(path, expected);
            return;
        }

        Assert.True(
            string.Equals(expected, File.ReadAllText(path), StringComparison.Ordinal),
            $"{file} is not what the code says. Run this test with {UpdateVariable}=1. It should hold:\n{expected}");
    }
}
