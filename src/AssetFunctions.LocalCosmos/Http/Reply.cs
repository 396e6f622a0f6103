using System.Text;

namespace AssetFunctions.LocalCosmos.Http;

/// <summary>An answer, free of any server machinery. Header values left null are not sent.</summary>
internal sealed class Reply(int status)
{
    public int Status => status;

    public int SubStatus { get; init; }

    /// <summary>Request units; every request costs at least something.</summary>
    public double Charge { get; set; } = Metering.RequestUnits.Minimum;

    public ReadOnlyMemory<byte> Body { get; init; }

    public string ContentType { get; init; } = "application/json";

    public string? ETag { get; init; }

    public string? Continuation { get; init; }

    public int? ItemCount { get; init; }

    public string? PartitionId { get; init; }

    public string? SessionToken { get; init; }

    public string? ContentPath { get; init; }

    public string? AltContentPath { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Drops the connection instead of answering.</summary>
    public bool Aborts { get; init; }

    public static Reply Json(int status, string json, string? etag = null) =>
        new(status) { Body = Encoding.UTF8.GetBytes(json), ETag = etag };

    public static Reply Error(int status, int subStatus, string message, TimeSpan? retryAfter = null) => new(status)
    {
        SubStatus = subStatus,
        RetryAfter = retryAfter,
        Body = ErrorBody(status, message),
    };

    public static Reply Error(RequestRefusedException refusal) => Error(refusal.Status, refusal.SubStatus, refusal.Message);

    public static byte[] ErrorBody(int status, string message)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(256);
        using var writer = new System.Text.Json.Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        writer.WriteString("code", ErrorTexts.CodeOf(status));
        writer.WriteString("message", message);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
