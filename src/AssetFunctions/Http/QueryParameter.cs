using System.Globalization;
using System.Text.Json.Nodes;
using AssetFunctions.Sync.Assets;

namespace AssetFunctions.Http;

/// <summary>A query string parameter. The reader and the API description both use it, so that they agree.</summary>
/// <param name="Name">Name in the query string.</param>
/// <param name="Description">Meaning of the parameter and of its absence.</param>
abstract record QueryParameter(string Name, string Description)
{
    /// <summary>JSON schema of the accepted values.</summary>
    public abstract JsonObject Schema();
}

/// <summary>A parameter that is parsed into a value.</summary>
/// <typeparam name="T">Type of the value.</typeparam>
/// <param name="Fallback">The value when the parameter is absent.</param>
/// <param name="Rule">Completes the sentence "'name' must be …".</param>
abstract record QueryParameter<T>(string Name, string Description, T Fallback, string Rule) : QueryParameter(Name, Description)
{
    public abstract bool TryParse(string text, out T value);

    /// <summary>Restores plus signs that the query string decoded to blanks, in values that cannot contain blanks.</summary>
    protected static string WithPlus(string text) => text.Trim().Replace(' ', '+');
}

sealed record TextParameter(string Name, string Description, int MaxLength)
    : QueryParameter<string?>(Name, Description, Fallback: null, $"a text of at most {MaxLength} characters")
{
    public override bool TryParse(string text, out string? value)
    {
        value = text.Trim();
        return value.Length <= MaxLength;
    }

    public override JsonObject Schema() => new() { ["type"] = "string", ["maxLength"] = MaxLength };
}

/// <summary>A case-insensitive text, read in lower case.</summary>
sealed record SlugParameter(string Name, string Description, int MaxLength)
    : QueryParameter<string?>(Name, Description, Fallback: null, $"a text of at most {MaxLength} characters")
{
    public override bool TryParse(string text, out string? value)
    {
        value = text.Trim().ToLowerInvariant();
        return value.Length <= MaxLength;
    }

    public override JsonObject Schema() => new() { ["type"] = "string", ["maxLength"] = MaxLength };
}

sealed record IntegerParameter(string Name, string Description, int Default, int Max)
    : QueryParameter<int>(Name, Description, Default, $"a whole number from 1 to {Max}")
{
    public override bool TryParse(string text, out int value) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value >= 1 && value <= Max;

    public override JsonObject Schema() => new() { ["type"] = "integer", ["minimum"] = 1, ["maximum"] = Max, ["default"] = Default };
}

sealed record AmountParameter(string Name, string Description)
    : QueryParameter<decimal?>(Name, Description, Fallback: null, "a number of US dollars such as 12.5")
{
    public override bool TryParse(string text, out decimal? value)
    {
        var isNumber = decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number);
        value = number;
        return isNumber;
    }

    public override JsonObject Schema() => new() { ["type"] = "string", ["pattern"] = @"^[0-9]+(\.[0-9]+)?$" };
}

sealed record InstantParameter(string Name, string Description)
    : QueryParameter<DateTimeOffset?>(Name, Description, Fallback: null, "an instant in ISO 8601 such as 2026-03-01T12:00:00Z")
{
    static readonly string[] Formats =
    [
        "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
    ];

    public override bool TryParse(string text, out DateTimeOffset? value)
    {
        var isInstant = DateTimeOffset.TryParseExact(WithPlus(text), Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant);
        value = instant;
        return isInstant;
    }

    public override JsonObject Schema() => new() { ["type"] = "string", ["anyOf"] = new JsonArray(new JsonObject { ["format"] = "date-time" }, new JsonObject { ["format"] = "date" }) };
}

/// <summary>An asset as <c>network:contractAddress</c>.</summary>
sealed record AssetParameter(string Name, string Description, int MaxLength)
    : QueryParameter<AssetKey?>(Name, Description, Fallback: null, "a network and a contract address joined by a colon, such as ethereum:native")
{
    public override bool TryParse(string text, out AssetKey? value)
    {
        value = null;
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (text.Length > MaxLength || colon <= 0 || !RouteAddresses.TryIdentify(text[..colon], WithPlus(text[(colon + 1)..]), out var key))
        {
            return false;
        }

        value = key;
        return true;
    }

    public override JsonObject Schema() => new() { ["type"] = "string", ["maxLength"] = MaxLength, ["pattern"] = "^[^:]+:.+$" };
}

/// <summary>One of a few words.</summary>
/// <param name="Words">The words with their values; the first is the default.</param>
sealed record ChoiceParameter<T>(string Name, string Description, IReadOnlyList<(string Word, T Value)> Words)
    : QueryParameter<T>(Name, Description, Words[0].Value, RuleOf(Words))
{
    public override bool TryParse(string text, out T value)
    {
        var index = Words.Select(choice => choice.Word).ToList().IndexOf(text);
        value = index < 0 ? Fallback : Words[index].Value;
        return index >= 0;
    }

    public override JsonObject Schema() => new()
    {
        ["type"] = "string",
        ["enum"] = new JsonArray([.. Words.Select(choice => (JsonNode)choice.Word)]),
        ["default"] = Words[0].Word,
    };

    static string RuleOf(IReadOnlyList<(string Word, T Value)> words)
    {
        var quoted = words.Select(choice => $"'{choice.Word}'").ToList();
        return string.Join(", ", quoted[..^1]) + " or " + quoted[^1];
    }
}
