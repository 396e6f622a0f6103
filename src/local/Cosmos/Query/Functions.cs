using System.Text.Json;

namespace AssetFunctions.Local.Cosmos.Query;

/// <summary>A call of a supported function with a boolean result.</summary>
sealed class Call(string name, IReadOnlyList<Expression> arguments) : Condition
{
    static readonly Dictionary<string, (int Least, int Most, Func<JsonElement[], bool?> Body)> Functions = new(StringComparer.OrdinalIgnoreCase)
    {
        ["IS_DEFINED"] = (1, 1, values => values[0].IsDefined()),
        ["IS_NULL"] = (1, 1, values => values[0].ValueKind == JsonValueKind.Null),
        ["IS_NUMBER"] = (1, 1, values => values[0].ValueKind == JsonValueKind.Number),
        ["IS_STRING"] = (1, 1, values => values[0].ValueKind == JsonValueKind.String),
        ["STARTSWITH"] = (2, 3, values => OnTexts(values, (text, part, comparison) => text.StartsWith(part, comparison))),
        ["CONTAINS"] = (2, 3, values => OnTexts(values, (text, part, comparison) => text.Contains(part, comparison))),
        ["ARRAY_CONTAINS"] = (2, 3, ArrayContains),
    };

    readonly Func<JsonElement[], bool?> _body = Functions[name].Body;

    public IReadOnlyList<Expression> Arguments => arguments;

    public override IEnumerable<Expression> Operands => arguments;

    /// <summary>Whether this is a case-sensitive prefix test.</summary>
    public bool IsPrefixTest => arguments.Count == 2 && string.Equals(name, "STARTSWITH", StringComparison.OrdinalIgnoreCase);

    /// <returns>Null for an unknown function; otherwise whether it takes this many arguments.</returns>
    public static bool? Takes(string name, int arguments) =>
        Functions.TryGetValue(name, out var function) ? arguments >= function.Least && arguments <= function.Most : null;

    public override bool? Test(JsonElement document) => _body([.. arguments.Select(argument => argument.Evaluate(document))]);

    static bool? OnTexts(JsonElement[] values, Func<string, string, StringComparison, bool> test) =>
        values[0].ValueKind == JsonValueKind.String && values[1].ValueKind == JsonValueKind.String && Flag(values) is { } ignoresCase
            ? test(values[0].GetString()!, values[1].GetString()!, ignoresCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal)
            : null;

    static bool? ArrayContains(JsonElement[] values)
    {
        var (array, wanted) = (values[0], values[1]);
        return array.ValueKind == JsonValueKind.Array && wanted.IsDefined() && Flag(values) is { } isPartial
            ? array.EnumerateArray().Any(item => isPartial ? JsonValues.Includes(item, wanted) : JsonValues.AreEqual(item, wanted))
            : null;
    }

    /// <summary>The third argument: false when omitted, null when not a boolean.</summary>
    static bool? Flag(JsonElement[] values) => values.Length == 2 ? false : values[2].ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };
}
