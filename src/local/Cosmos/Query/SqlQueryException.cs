using System.Text.Encodings.Web;
using System.Text.Json;

namespace AssetFunctions.Local.Cosmos.Query;

/// <summary>A query that the service would refuse with status 400.</summary>
public sealed class SqlQueryException : Exception
{
    static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="start">First character of the offending text, counted from zero.</param>
    /// <param name="end">One past the last character of the offending text.</param>
    /// <param name="code">SC1xxx for syntax, SC2xxx for meaning.</param>
    public SqlQueryException(int start, int end, string code, string message)
        : base(message) => (Start, End, Code) = (start, end, code);

    public int Start { get; }

    public int End { get; }

    public string Code { get; }

    /// <summary>The message body the service puts in its 400 reply.</summary>
    public string ToErrorJson() => JsonSerializer.Serialize(
        new
        {
            errors = new[]
            {
                new { severity = "Error", location = new { start = Start, end = End }, code = Code, message = Message },
            },
        },
        Relaxed);
}
