using System.Globalization;
using System.Text.Json;

namespace AssetFunctions.Local.Cosmos.Query;

/// <summary>A call of a supported string function. An argument of another type makes the result undefined.</summary>
sealed class TextCall(string name, IReadOnlyList<Expression> arguments) : Expression
{
    static readonly Dictionary<string, (int Count, Func<JsonElement[], JsonElement> Body)> Functions = new(StringComparer.OrdinalIgnoreCase)
    {
        ["CONCAT"] = (2, values => TextOf(values[0]) is { } first && TextOf(values[1]) is { } second ? JsonValues.Of(first + second) : JsonValues.Undefined),
        ["RIGHT"] = (2, values => TextOf(values[0]) is { } text && values[1].ValueKind == JsonValueKind.Number && values[1].TryGetInt32(out var length)
            ? JsonValues.Of(text[^Math.Clamp(length, 0, text.Length)..])
            : JsonValues.Undefined),
        ["STRINGTONUMBER"] = (1, values => long.TryParse(TextOf(values[0]), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? JsonSerializer.SerializeToElement(number)
            : JsonValues.Undefined),
    };

    readonly Func<JsonElement[], JsonElement> _body = Functions[name].Body;

    public override IEnumerable<Expression> Operands => arguments;

    /// <returns>Null for an unknown function; otherwise whether it takes this many arguments.</returns>
    public static bool? Takes(string name, int arguments) => Functions.TryGetValue(name, out var function) ? arguments == function.Count : null;

    public override JsonElement Evaluate(JsonElement document) => _body([.. arguments.Select(argument => argument.Evaluate(document))]);

    static string? TextOf(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
