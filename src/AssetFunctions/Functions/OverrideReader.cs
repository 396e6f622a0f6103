using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using AssetFunctions.Http;
using AssetFunctions.Sync;
using AssetFunctions.Sync.Assets;
using Microsoft.AspNetCore.Http;

namespace AssetFunctions.Functions;

/// <summary>Reads an override from the body and the conditional headers of a request.</summary>
static class OverrideReader
{
    static readonly IReadOnlyDictionary<string, SpamState> States =
        Enum.GetValues<SpamState>().ToDictionary(state => JsonNamingPolicy.CamelCase.ConvertName(state.ToString()), StringComparer.Ordinal);

    /// <exception cref="ProblemException">The body is invalid.</exception>
    public static async Task<AssetOverride> ReadAsync(HttpRequest request, TimeProvider clock, CancellationToken cancellationToken)
    {
        var body = await JsonBody.TryReadAsync<OverrideBody>(request, cancellationToken);
        if (body is null or { State: null, PriceUsd: null })
        {
            throw new ProblemException(Problems.BadBody(
                $"a JSON object of at most {ApiDefaults.MaxBodyBytes} bytes with 'state' or 'priceUsd' or both, and 'note'"));
        }

        // Invisible characters do not count. Two more than the limit, so that a surrogate pair beyond it is not cut off.
        var note = DisplayText.Clean(body.Note, AssetOverride.NoteLength + 2);
        return new AssetOverride(
            note.Length is > 0 and <= AssetOverride.NoteLength ? note : throw Bad("note", $"a text of 1 to {AssetOverride.NoteLength} characters"),
            CallerKey.Of(request),
            clock.GetWholeMilliseconds())
        {
            State = body.State is null ? null
                : States.TryGetValue(body.State, out var state) ? state
                : throw Bad("state", $"one of {string.Join(", ", States.Keys.Select(name => $"'{name}'"))}"),
            PriceUsd = body.PriceUsd is null ? null
                : TryParsePrice(body.PriceUsd, out var price) ? price
                : throw Bad("priceUsd", $"a number of US dollars above 0 and up to {ApiDefaults.MaxOverridePrice}, of at most 28 digits"),
        };
    }

    /// <exception cref="ProblemException">The conditional headers are invalid.</exception>
    public static OverrideCondition ConditionOf(HttpRequest request) => Preconditions.TryRead(request.Headers, out var condition)
        ? new OverrideCondition(condition.Version, condition.MustBeAbsent)
        : throw Bad("If-Match", "one version of the override in quotes, and If-None-Match '*'");

    /// <summary>JSON schema of the body.</summary>
    public static JsonObject Schema() => new()
    {
        ["type"] = "object",
        ["required"] = new JsonArray("note"),
        ["additionalProperties"] = false,
        ["properties"] = new JsonObject
        {
            ["state"] = new JsonObject { ["type"] = new JsonArray("string", "null"), ["enum"] = new JsonArray([.. States.Keys.Select(name => (JsonNode)name), null]) },
            ["priceUsd"] = new JsonObject
            {
                ["description"] = "US dollars per token, as a string or a number.",
                ["type"] = new JsonArray("string", "number", "null"),
                ["exclusiveMinimum"] = 0,
                ["maximum"] = ApiDefaults.MaxOverridePrice,
            },
            ["note"] = new JsonObject { ["type"] = "string", ["minLength"] = 1, ["maxLength"] = AssetOverride.NoteLength },
        },
    };

    static bool TryParsePrice(string text, out decimal price) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out price)
        && price is > 0 and <= ApiDefaults.MaxOverridePrice
        && DigitsOf(text) == DigitsOf(price.ToString(CultureInfo.InvariantCulture));

    // Parsing rounds what a decimal cannot hold; then the digits differ.
    static string DigitsOf(string number) => string.Concat(number.Split('e', 'E')[0].Where(char.IsAsciiDigit)).Trim('0');

    static ProblemException Bad(string name, string rule) => new(Problems.BadParameter(name, rule));

    sealed record OverrideBody(string? State, [property: JsonConverter(typeof(NumberTextConverter))] string? PriceUsd, string? Note);

    /// <summary>Reads a number, or a text, with all its digits. Anything else becomes a text that is no number.</summary>
    sealed class NumberTextConverter : JsonConverter<string>
    {
        public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType is JsonTokenType.String)
            {
                return reader.GetString();
            }

            var text = reader.TokenType is JsonTokenType.Number ? Encoding.UTF8.GetString(reader.ValueSpan) : string.Empty;
            reader.Skip();
            return text;
        }

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => throw new NotSupportedException();
    }
}
