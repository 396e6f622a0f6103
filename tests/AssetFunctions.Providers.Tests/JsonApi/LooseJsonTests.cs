using System.Text;
using System.Text.Json;
using AssetFunctions.Providers.JsonApi;

namespace AssetFunctions.Providers.Tests.JsonApi;

/// <summary>Family: a value that is not a number affects only its own member. The words that serializers of other languages write for it.</summary>
public sealed class LooseJsonTests
{
    public static TheoryData<string> Words =>
        ["NaN", "nan", "-NaN", "Infinity", "-Infinity", "+Infinity", "inf", "-inf", "INF", "1.#INF", "-1.#IND", "undefined", "None", ".5", "5.", "+1", "01", "1e", "0x10"];

    [Theory]
    [MemberData(nameof(Words))]
    public void A_word_that_is_not_a_value_becomes_an_empty_object_and_other_members_stay(string word)
    {
        using var json = Parse($$$"""{"a":{{{word}}},"b":[1,{{{word}}} ,-2.5e-3],"c":{"NaN":"Infinity"}}""");

        Assert.Equal("""{"a":{},"b":[1,{} ,-2.5e-3],"c":{"NaN":"Infinity"}}""", json.RootElement.GetRawText());
    }

    [Theory]
    [InlineData("""{"a":"x \" NaN","b":NaN}""", """{"a":"x \" NaN","b":{}}""")]
    [InlineData("""{"a":[true,false,null,0,-0,10,1.5,1E+2,0.1e-7,NaN]}""", """{"a":[true,false,null,0,-0,10,1.5,1E+2,0.1e-7,{}]}""")]
    public void Texts_and_values_are_unchanged(string text, string expected)
    {
        using var json = Parse(text);

        Assert.Equal(expected, json.RootElement.GetRawText());
    }

    [Theory]
    [InlineData("NaN")]
    [InlineData("")]
    [InlineData("""{"a":NaN""")]
    [InlineData("""{"a":NaN NaN}""")]
    [InlineData("""{NaN:1}""")]
    [InlineData("""{"a":NaN,"b}""")]
    [InlineData("""{"a":NaN]}""")]
    [InlineData("""{"a":NaN,"b":tru}""")]
    [InlineData("""{"a":NaN,"b":-}""")]
    public void Otherwise_broken_JSON_stays_broken(string text) => Assert.ThrowsAny<JsonException>(() => Parse(text));

    static JsonDocument Parse(string text) => LooseJson.Parse(Encoding.UTF8.GetBytes(text));
}
