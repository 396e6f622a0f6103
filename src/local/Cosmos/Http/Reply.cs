using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AssetFunctions.Local.Cosmos.Http;

/// <summary>A response, independent of the HTTP server. Null header values are not sent.</summary>
sealed class Reply(int status)
{
    public int Status => status;

    public int SubStatus { get; init; }

    /// <summary>Request units; every request costs at least the minimum.</summary>
    public double Charge { get; set; } = Metering.RequestUnits.Minimum;

    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The message of a refusal, sent as an error document in place of <see cref="Body"/>.</summary>
    public string? Error { get; init; }

    public string ContentType { get; init; } = "application/json";

    public string? ETag { get; init; }

    public string? Continuation { get; init; }

    public int? ItemCount { get; init; }

    public string? PartitionId { get; init; }

    public string? SessionToken { get; init; }

    public string? ContentPath { get; init; }

    public string? AltContentPath { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The <c>Content-Security-Policy</c> for browsers.</summary>
    public string? SecurityPolicy { get; set; }

    /// <summary>Whether the connection is dropped without a response.</summary>
    public bool Aborts { get; init; }

    public static Reply Json(int status, string json, string? etag = null) =>
        new(status) { Body = Encoding.UTF8.GetBytes(json), ETag = etag };

    public static Reply Refusal(int status, int subStatus, string message) => new(status) { SubStatus = subStatus, Error = message };

    /// <summary>A refusal that makes the client retry (429, 449) is not charged.</summary>
    public static Reply Refusal(RequestRefusedException refusal) => new(refusal.Status)
    {
        SubStatus = refusal.SubStatus,
        Error = refusal.Message,
        RetryAfter = refusal.RetryAfter,
        Charge = refusal.Status is 429 or 449 ? 0 : Metering.RequestUnits.Minimum,
    };

    /// <summary>The body as sent; the service appends the activity id of the request to every error message.</summary>
    public ReadOnlyMemory<byte> BodyFor(string? activityId) =>
        Error is null ? Body : ErrorBody(activityId is null ? Error : $"{Error}\r\nActivityId: {activityId}");

    ReadOnlyMemory<byte> ErrorBody(string message)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        writer.WriteStartObject();
        writer.WriteString("code", ErrorTexts.CodeOf(status));
        writer.WriteString("message", message);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;
    }
}
