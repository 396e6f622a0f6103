using Xunit;

namespace AssetFunctions.Testing;

/// <summary>Files of the repository, and sections of pages, that are generated from code. <c>ASSETFUNCTIONS_UPDATE_INFRA=1</c> renews them.</summary>
public static class GeneratedFiles
{
    /// <summary>Setting that makes a test write the file instead of comparing it.</summary>
    const string UpdateVariable = "ASSETFUNCTIONS_UPDATE_INFRA";

    /// <summary>Compares a part of a file, which the markers <c>&lt;!-- name --&gt;</c> and <c>&lt;!-- /name --&gt;</c> enclose, with its expected content.</summary>
    /// <param name="file">Path from the root of the checkout.</param>
    public static void AssertSection(string file, string section, string expected)
    {
        ArgumentNullException.ThrowIfNull(expected);
        var text = File.ReadAllText(Path.Combine(Repository.Root, file));
        var found = FindSection(text, section);
        Assert.True(found is not null, $"{file} has no section '{section}'.");
        AssertFile(file, text[..found.Value.Start] + expected.TrimEnd() + "\n" + text[found.Value.End..]);
    }

    /// <returns>Start and end of the content between the markers of a section, or null when the page has no such section.</returns>
    public static (int Start, int End)? FindSection(string page, string section)
    {
        ArgumentNullException.ThrowIfNull(page);
        var (open, close) = ($"<!-- {section} -->\n", $"<!-- /{section} -->");
        var (start, end) = (page.IndexOf(open, StringComparison.Ordinal) + open.Length, page.IndexOf(close, StringComparison.Ordinal));
        return start >= open.Length && end >= start ? (start, end) : null;
    }

    /// <summary>Compares a file with its expected content.</summary>
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
            $"{file} differs from the code. Run this test with {UpdateVariable}=1. Expected content:\n{expected}");
    }
}
