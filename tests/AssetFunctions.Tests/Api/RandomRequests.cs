using System.Text;
using System.Text.Json.Nodes;

namespace AssetFunctions.Tests.Api;

/// <summary>A request made up from the description.</summary>
/// <param name="Operation">The operation it is meant for.</param>
/// <param name="Message">The request.</param>
/// <param name="IsSound">Whether the host hands it to the operation: neither its path nor its headers are beyond what a host accepts.</param>
sealed record RandomRequest(DescribedOperation Operation, HttpRequestMessage Message, bool IsSound);

/// <summary>Makes up requests: parameters that the description allows and others that it does not, wrong methods and keys, odd headers and bodies.</summary>
sealed class RandomRequests(ApiDescription description, IReadOnlyDictionary<string, string[]> known, string key, int seed)
{
    const int LongUrl = 20_000;
    const int HugeHeader = 60_000;

    static readonly string[] Methods = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"];

    static readonly string[] Oddities =
    [
        "0", "-1", "1e9", "9999999999999999999", "null", "'", "\"", "%", "../x", "a b", "\u202E", "💥", "\0", "<script>", "2026-13-45", "0001-01-01",
        "9999-12-31T23:59:59.9999999Z", "2026-01-01T00:00:00+14:00", "true", "[]", "{}", "*", "AND 1=1", "0x", "native", "ETHEREUM", ".", "a.b", "=", "&",
        new string('x', 300), new string('9', 400), "\uFFFF", "İ", "ß",
    ];

    readonly Random _random = new(seed);

    public RandomRequest Next()
    {
        // A refresh starts a run: few of them, or the stack would do nothing else.
        var operation = Pick(description.Operations);
        while (operation.Method != "GET" && _random.Next(20) != 0)
        {
            operation = Pick(description.Operations);
        }

        var isSound = true;
        var path = new StringBuilder(operation.Path);
        foreach (var parameter in operation.Parameters("path"))
        {
            var name = (string)parameter["name"]!;
            var value = PathValue(name);
            path.Replace($"{{{name}}}", Uri.EscapeDataString(value));
            isSound &= !value.Contains('\0', StringComparison.Ordinal);
        }

        var query = Query(operation);
        if (_random.Next(300) == 0)
        {
            query += $"&long={new string('l', LongUrl)}";
            isSound = false;
        }

        var method = operation.Method;
        if (_random.Next(25) == 0)
        {
            method = Pick(Methods);
            isSound &= method == operation.Method;
        }

        var message = new HttpRequestMessage(new HttpMethod(method), new Uri(path + query, UriKind.Relative));
        isSound &= AddHeaders(message);
        if (method is not ("GET" or "HEAD"))
        {
            message.Content = new StringContent(Pick(Oddities), Encoding.UTF8, Pick(["application/json", "text/plain", "application/x-www-form-urlencoded"]));
        }

        return new RandomRequest(operation, message, isSound);
    }

    // A segment must be there and must not be dots, or the path would be another.
    string PathValue(string name)
    {
        var value = _random.Next(4) == 0 ? Pick(Oddities) : Pick(known[name]);
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
        : Pick(["u", "usd", "eth", "W"]);

    bool AddHeaders(HttpRequestMessage message)
    {
        message.Headers.TryAddWithoutValidation("x-functions-key", _random.Next(30) == 0 ? "wrong" : key);
        switch (_random.Next(40))
        {
            case 0:
                message.Headers.TryAddWithoutValidation("If-None-Match", Pick(["*", "\"x\"", "W/\"x\", \"y\"", "garbage", ",,,", "\""]));
                break;
            case 1:
                message.Headers.TryAddWithoutValidation("Accept", Pick(["text/html", "*/*;q=0", "application/xml"]));
                break;
            case 2:
                message.Headers.TryAddWithoutValidation("Range", "bytes=0-1");
                break;
            case 3 when _random.Next(4) == 0:
                message.Headers.TryAddWithoutValidation("x-huge", new string('h', HugeHeader));
                return false;
        }

        return true;
    }

    T Pick<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];
}
