using System.Text;
using System.Text.Json;
using AssetFunctions.Local.Cosmos.Batches;

namespace AssetFunctions.Local.Cosmos.Tests.Fuzz;

/// <summary>Ways to corrupt a request: broken JSON, broken rows, random headers, paths and methods.</summary>
sealed class RequestSpoiler(Random random)
{
    const string IsBatch = "x-ms-cosmos-is-batch-request";

    static readonly string[] Methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "FOO", "get"];

    static readonly string[] Segments =
        ["dbs", "colls", "docs", "pkranges", "offers", "sprocs", "", ".", "..", "%2e%2e", "%zz", "%", "%00", "%ff", "a%2Fb", "ab%20c", "_local", "explorer", "é", new('x', 2000)];

    static readonly string[] Values =
    [
        "", "*", "True", "False", "-1", "0", "1", "999999999999999999999", "1:2", "-5:-5", "0:999999", "9223372036854775807:1", "[]", "[{}]", "[[1]]", "[1,2,3]",
        "[\"p1\"]", "[null]", "[\"p1\"", "{", "\"\"", "\"etag\"", "FF", "zz", "00", "0:-1#999", "77", "2147483648", "NaN", "Thu, 01 Jan 1970 00:00:00 GMT",
        "[\"\\ud800\"]", "{\"maxThroughput\":-1}", new('9', 3000), new('[', 3000), "ÿ",
    ];

    static readonly string[] Names =
    [
        "x-ms-documentdb-partitionkey", "x-ms-documentdb-partitionkeyrangeid", "x-ms-continuation", "x-ms-max-item-count", "If-Match", "If-None-Match",
        "If-Modified-Since", "A-IM", "Prefer", "x-ms-session-token", "x-ms-start-epk", "x-ms-end-epk", "x-ms-read-key-type", "x-ms-documentdb-isquery",
        "x-ms-cosmos-is-query-plan-request", IsBatch, "x-ms-cosmos-batch-atomic", "x-ms-documentdb-is-upsert", "x-ms-offer-throughput",
        "x-ms-cosmos-offer-autopilot-settings", "x-ms-date", "x-ms-activity-id", "Content-Type",
    ];

    static readonly string[] Json =
        ["null", "[]", "{}", "-0", "1e999", "99999999999999999999999", "\"\\ud800\"", "\"\"", "{\"a\":1,\"a\":2}", "true", "[[[[[[[[[]]]]]]]]]", "\"\\u0000\"", "1.5"];

    public RecordedRequest Spoil(RecordedRequest request)
    {
        for (var rounds = random.Next(1, 4); rounds > 0; rounds--)
        {
            request = random.Next(12) switch
            {
                0 => request with { Method = OneOf(Methods) },
                1 => request with { Path = SpoilPath(request.Path) },
                2 or 3 => request with { Headers = SpoilHeaders(request.Headers) },
                4 or 5 or 6 => request with { Body = SpoilBytes(request.Body) },
                _ => request with { Body = SpoilContent(request) },
            };
        }

        return request;
    }

    T OneOf<T>(T[] choices) => choices[random.Next(choices.Length)];

    string SpoilPath(string path)
    {
        var parts = path.Split('/').ToList();
        var at = random.Next(1, parts.Count);
        switch (random.Next(3))
        {
            case 0:
                parts[at] = OneOf(Segments);
                break;
            case 1:
                parts.Insert(at, OneOf(Segments));
                break;
            default:
                parts.RemoveAt(at);
                break;
        }

        return "/" + string.Join('/', parts.Skip(1));
    }

    List<(string Name, string Value)> SpoilHeaders(List<(string Name, string Value)> headers)
    {
        var changed = headers.ToList();
        var at = random.Next(changed.Count);
        switch (random.Next(3))
        {
            case 0:
                changed.RemoveAt(at);
                break;
            case 1:
                changed[at] = (changed[at].Name, OneOf(Values));
                break;
            default:
                changed.Add((OneOf(Names), OneOf(Values)));
                break;
        }

        return changed;
    }

    byte[] SpoilBytes(byte[] body)
    {
        if (body.Length == 0)
        {
            return Encoding.UTF8.GetBytes(OneOf(Json));
        }

        var bytes = body.ToList();
        var at = random.Next(bytes.Count);
        switch (random.Next(5))
        {
            case 0:
                bytes[at] = (byte)random.Next(256);
                break;
            case 1:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 2:
                bytes.RemoveRange(at, Math.Min(bytes.Count - at, random.Next(1, 40)));
                break;
            case 3:
                bytes.InsertRange(at, Enumerable.Repeat((byte)random.Next(256), random.Next(1, 500)));
                break;
            default:
                bytes.InsertRange(at, bytes.Skip(random.Next(bytes.Count)).Take(random.Next(200)).ToArray());
                break;
        }

        return [.. bytes];
    }

    byte[] SpoilContent(RecordedRequest request)
    {
        if (request.Header(IsBatch) is not null)
        {
            return SpoilRow(request.Body);
        }

        var text = Encoding.UTF8.GetString(request.Body);
        return Encoding.UTF8.GetBytes(text.StartsWith("{\"query\"", StringComparison.Ordinal) ? SpoilQuery() : SpoilJson(text));
    }

    /// <summary>Changes one row within intact framing, so that the damage reaches the reader of rows.</summary>
    byte[] SpoilRow(byte[] body)
    {
        try
        {
            var rows = RecordIo.Read(body).ConvertAll(row => row.ToArray());
            var at = random.Next(rows.Count);
            rows[at] = SpoilBytes(rows[at]);
            return RecordIo.Write(rows);
        }
        catch (Exception e) when (e is AssetFunctions.Local.Cosmos.Http.RequestRefusedException or ArgumentOutOfRangeException)
        {
            return SpoilBytes(body);
        }
    }

    string SpoilQuery()
    {
        var sql = OneOf(SqlTexts.Valid);
        sql = random.Next(3) == 0 ? sql : SqlTexts.Spoil(random, sql);
        var parameters = $"[{{\"name\":\"@a\",\"value\":{OneOf(Json)}}},{{\"name\":\"@b\",\"value\":{OneOf(Json)}}}]";
        var resume = random.Next(4) == 0 ? $",\"resumeFilter\":{{\"value\":[{OneOf(Json)}],\"rid\":{OneOf(Json)},\"exclude\":{OneOf(Json)}}}" : "";
        return $"{{\"query\":{JsonSerializer.Serialize(sql)},\"parameters\":{(random.Next(5) == 0 ? OneOf(Json) : parameters)}{resume}}}";
    }

    /// <summary>Replaces the text after a colon, which is mostly one value.</summary>
    string SpoilJson(string text)
    {
        var colons = Enumerable.Range(0, text.Length).Where(i => text[i] == ':').ToArray();
        if (colons.Length == 0)
        {
            return OneOf(Json);
        }

        var from = OneOf(colons) + 1;
        var to = text.IndexOfAny([',', '}', ']'], from);
        return to < 0 ? text : text[..from] + (random.Next(6) == 0 ? new string('[', random.Next(1, 400)) : OneOf(Json)) + text[to..];
    }
}
