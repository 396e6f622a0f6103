namespace AssetFunctions.Infra.Tests;

/// <summary>Text of a page that is made from code.</summary>
static class PageText
{
    /// <summary>Longest line of a page.</summary>
    public const int Width = 120;

    /// <summary>Breaks a paragraph between words, so that no line but one of a single word is longer than <see cref="Width"/>.</summary>
    /// <param name="indent">What begins every line but the first.</param>
    public static string Wrap(string paragraph, string indent = "")
    {
        var lines = new List<string>();
        var line = string.Empty;
        foreach (var word in paragraph.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > Width)
            {
                lines.Add(line);
                line = indent + word;
            }
            else
            {
                line = line.Length == 0 ? word : $"{line} {word}";
            }
        }

        return string.Join('\n', [.. lines, line]);
    }
}
