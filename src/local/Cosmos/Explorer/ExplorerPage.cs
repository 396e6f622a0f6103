using System.Security.Cryptography;
using System.Text;
using AssetFunctions.Local.Cosmos.Http;

namespace AssetFunctions.Local.Cosmos.Explorer;

/// <summary>The explorer's web page: one embedded file that loads nothing from other hosts.</summary>
static class ExplorerPage
{
    static readonly byte[] Html = Load();

    /// <summary>Lets the browser run this page's own script and style, call this server, and nothing else.</summary>
    static readonly string Policy =
        $"default-src 'none'; script-src {HashOf("script")}; style-src {HashOf("style")}; img-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static Reply Read() => new(200) { Body = Html, ContentType = "text/html; charset=utf-8", SecurityPolicy = Policy };

    static byte[] Load()
    {
        using var stream = typeof(ExplorerPage).Assembly.GetManifestResourceStream("explorer.html")!;
        var html = new byte[stream.Length];
        stream.ReadExactly(html);
        return html;
    }

    static string HashOf(string element)
    {
        var text = Encoding.UTF8.GetString(Html);
        var start = text.IndexOf($"<{element}>", StringComparison.Ordinal) + element.Length + 2;
        var end = text.IndexOf($"</{element}>", start, StringComparison.Ordinal);
        return $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text[start..end])))}'";
    }
}
