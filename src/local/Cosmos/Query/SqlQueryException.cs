using System.Text.Encodings.Web;
using System.Text.Json;

namespace AssetFunctions.Local.Cosmos.Query;

/// <summary>A query is refused with status 400.</summary>
/// <param name="start">First character of the offending text, counted from zero.</param>
/// <param name="end">One past the last character of the offending text.</param>
/// <param name="code">SC1xxx for syntax and SC2xxx for semantics, as in the service; <c>Unsupported</c> when only this server refuses the query.</param>
sealed class SqlQueryException(int start, int end, string code, string message) : Exception(message)
{
    static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public int Start => start;

    public int End => end;

    public string Code => code;

    /// <summary>The message body the service puts in its 400 reply.</summary>
    public string ToErrorJson() =>
        JsonSerializer.Serialize(new { errors = new[] { new { severity = "Error", location = new { start, end }, code, message = Message } } }, Relaxed);
}
