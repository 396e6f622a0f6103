namespace AssetFunctions.Infra.Tests;

/// <summary>Text of a generated page.</summary>
static class PageText
{
    /// <summary>Longest line of a page.</summary>
    public const int Width = 120;

    /// <summary>Breaks a paragraph between words, so that no line of several words is longer than <see cref="Width"/>.</summary>
    /// <param name="indent">Prefix of every line except the first.</param>
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
