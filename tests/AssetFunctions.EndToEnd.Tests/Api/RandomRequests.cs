using System.Text;
using System.Text.Json.Nodes;

namespace AssetFunctions.EndToEnd.Tests.Api;

/// <summary>A request generated from the description.</summary>
/// <param name="Operation">The intended operation.</param>
/// <param name="Message">The request.</param>
/// <param name="IsSound">Whether the host passes it to the operation, because it accepts the path and the headers.</param>
sealed record RandomRequest(DescribedOperation Operation, HttpRequestMessage Message, bool IsSound);

/// <summary>Generates requests: parameters and bodies within and outside the description, wrong methods and keys, odd headers.</summary>
/// <param name="known">Values by name of the parameter or member; for a single method, by method and name.</param>
sealed class RandomRequests(ApiDescription description, IReadOnlyDictionary<string, string[]> known, string key, int seed)
{
    const int LongUrl = 20_000;
    const int HugeHeader = 60_000;

    static readonly string[] Methods = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"];

    static readonly string[] Words = ["u", "usd", "eth", "W"];

    static readonly string[] Conditions = ["*", "\"1\"", "\"2\"", "\"x\"", "W/\"x\", \"y\"", "garbage", ",,,", "\""];

    static readonly string[] Oddities =
    [
        "0", "-1", "1e9", "9999999999999999999", "null", "'", "\"", "%", "../x", "a b", "\u202E", "💥", "\0", "<script>", "2026-13-45", "0001-01-01",
        "9999-12-31T23:59:59.9999999Z", "2026-01-01T00:00:00+14:00", "true", "[]", "{}", "*", "AND 1=1", "0x", "native", "ETHEREUM", ".", "a.b", "=", "&",
        new string('x', 300), new string('9', 400), new string('z', 44), "\uFFFF", "İ", "ß",
    ];

    readonly Random _random = new(seed);

    public RandomRequest Next()
    {
        // A refresh starts a run, and a deletion another: few of them, or they would keep the whole stack busy.
        var operation = Pick(description.Operations);
        while (operation.Method != "GET" && operation.Body is null && _random.Next(20) != 0)
        {
            operation = Pick(description.Operations);
        }

        var method = _random.Next(25) == 0 ? Pick(Methods) : operation.Method;
        var isSound = method == operation.Method;
        var path = new StringBuilder(operation.Path);
        foreach (var parameter in operation.Parameters("path"))
        {
            var name = (string)parameter["name"]!;
            var value = PathValue(method, name);
            path.Replace($"{{{name}}}", Uri.EscapeDataString(value));
            isSound &= !value.Contains('\0', StringComparison.Ordinal);
        }

        var query = Query(operation);
        if (_random.Next(300) == 0)
        {
            query += $"&long={new string('l', LongUrl)}";
            isSound = false;
        }

        var message = new HttpRequestMessage(new HttpMethod(method), new Uri(path + query, UriKind.Relative));
        isSound &= AddHeaders(operation, message);
        if (method is not ("GET" or "HEAD"))
        {
            message.Content = new StringContent(Body(operation), Encoding.UTF8, Pick(["application/json", "text/plain", "application/x-www-form-urlencoded"]));
        }

        return new RandomRequest(operation, message, isSound);
    }

    // A segment must not be empty or dots, or the path would be a different one.
    string PathValue(string method, string name)
    {
        var value = _random.Next(4) == 0 ? Pick(Oddities) : Pick(known.GetValueOrDefault($"{method} {name}") ?? known[name]);
        return value is "." or "" ? "x" : value.Replace("..", "x", StringComparison.Ordinal);
    }

    string Query(DescribedOperation operation)
    {
        var pairs = new List<string>();
        foreach (var parameter in operation.Parameters("query"))
        {
            for (var times = _random.Next(12) switch { 0 => 2, < 7 => 1, _ => 0 }; times > 0; times--)
            {
                pairs.Add($"{parameter["name"]}={Uri.EscapeDataString(_random.Next(3) == 0 ? Pick(Oddities) : Allowed((string)parameter["name"]!, parameter["schema"]!))}");
            }
        }

        if (_random.Next(10) == 0)
        {
            pairs.Add(Pick(["unknown=1", "=", "&&", "%zz=%", "a[]=1", "code=x"]));
        }

        return pairs.Count == 0 ? string.Empty : "?" + string.Join('&', pairs);
    }

    string Allowed(string name, JsonNode schema) =>
        known.TryGetValue(name, out var values) ? Pick(values)
        : schema["enum"] is JsonArray choices ? (string)Pick([.. choices])!
        : (string?)schema["type"] == "integer" ? _random.Next((int)schema["minimum"]!, (int)schema["maximum"]! + 1).ToString()
        : schema["pattern"] is not null ? $"{_random.Next(1000)}.{_random.Next(100)}"
        : schema["anyOf"] is not null ? $"202{_random.Next(7)}-0{_random.Next(1, 10)}-1{_random.Next(10)}T0{_random.Next(10)}:00:00Z"
        : Pick(Words);

    // Most bodies are as described, and most of the others nearly so: a member of another type, too few or too many members, or a missing end.
    string Body(DescribedOperation operation)
    {
        if (operation.Body is not { } schema || _random.Next(15) == 0)
        {
            return Pick(Oddities);
        }

        var required = schema["required"]!.AsArray().Select(name => (string)name!).ToList();
        var body = new JsonObject();
        foreach (var (name, member) in schema["properties"]!.AsObject())
        {
            if (required.Contains(name) ? _random.Next(20) != 0 : _random.Next(2) == 0)
            {
                body[name] = _random.Next(20) == 0 ? Pick(Oddities) : Member(name, member!);
            }
        }

        if (_random.Next(20) == 0)
        {
            body["unknown"] = 1;
        }

        var text = body.ToJsonString();
        return _random.Next(20) == 0 ? text[.._random.Next(text.Length)] : text;
    }

    JsonNode? Member(string name, JsonNode schema)
    {
        if (schema["enum"] is JsonArray choices)
        {
            return Pick([.. choices])?.DeepClone();
        }

        var type = schema["type"] is JsonArray types ? (string)Pick([.. types])! : (string)schema["type"]!;
        return type switch
        {
            "null" => null,
            "boolean" => _random.Next(2) == 0,
            "number" => Math.Round(_random.NextDouble() * ((double)schema["maximum"]! + 1), _random.Next(3)),
            "array" => new JsonArray([.. Enumerable.Range(0, _random.Next(4)).Select(_ => Member(name, schema["items"]!))]),
            _ => Pick(known.GetValueOrDefault(name) ?? Words),
        };
    }

    bool AddHeaders(DescribedOperation operation, HttpRequestMessage message)
    {
        foreach (var parameter in operation.Parameters("header"))
        {
            if (_random.Next(20) == 0)
            {
                message.Headers.TryAddWithoutValidation((string)parameter["name"]!, Pick(Conditions));
            }
        }

        message.Headers.TryAddWithoutValidation("x-functions-key", _random.Next(30) == 0 ? "wrong" : key);
        switch (_random.Next(40))
        {
            case 0:
                message.Headers.TryAddWithoutValidation("Accept", Pick(["text/html", "*/*;q=0", "application/xml"]));
                break;
            case 1:
                message.Headers.TryAddWithoutValidation("Range", "bytes=0-1");
                break;
            case 2 when _random.Next(4) == 0:
                message.Headers.TryAddWithoutValidation("x-huge", new string('h', HugeHeader));
                return false;
        }

        return true;
    }

    T Pick<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];
}
