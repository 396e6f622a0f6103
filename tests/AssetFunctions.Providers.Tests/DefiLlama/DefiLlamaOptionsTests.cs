using AssetFunctions.Providers.DefiLlama;
using AssetFunctions.Sync;

namespace AssetFunctions.Providers.Tests.DefiLlama;

public sealed class DefiLlamaOptionsTests
{
    [Fact]
    public void The_defaults_are_valid() => Assert.Empty(Mistakes(new DefiLlamaOptions()));

    [Theory]
    [InlineData("secret/")]
    [InlineData("secret%2f")]
    [InlineData(" ")]
    public void Key_with_path_delimiters_is_reported_without_its_value(string key) =>
        Assert.StartsWith("DefiLlama:ApiKey contains", Assert.Single(Mistakes(new DefiLlamaOptions { ApiKey = key })), StringComparison.Ordinal);

    [Fact]
    public void Every_invalid_setting_is_reported() =>
        Assert.Equal(
            ["DefiLlama:MinConfidence", "DefiLlama:SearchWidthHours", "DefiLlama:MaxResponseBytes"],
            Mistakes(new DefiLlamaOptions { MaxResponseBytes = 1, MinConfidence = 1.1, SearchWidthHours = 0 }).Select(mistake => mistake.Split(' ')[0]));

    [Theory]
    [InlineData("https://coins.llama.fi/", "", "https://coins.llama.fi/prices/current/")]
    [InlineData("https://coins.llama.fi/", "secret", "https://pro-api.llama.fi/secret/coins/prices/current/")]
    [InlineData("http://127.0.0.1:80/x", "secret", "http://127.0.0.1/x/secret/coins/prices/current/")]
    public void A_key_changes_the_default_address_and_is_part_of_the_path(string address, string key, string root) =>
        Assert.Equal(root, new DefiLlamaOptions { BaseAddress = new Uri(address), ApiKey = key }.Root);

    static List<string> Mistakes(DefiLlamaOptions options)
    {
        var mistakes = new SectionValidator<DefiLlamaOptions>(DefiLlamaDefaults.Section).Validate(name: null, options).Failures?.ToList() ?? [];
        Assert.DoesNotContain(mistakes, mistake => mistake.Contains("secret", StringComparison.Ordinal));
        return mistakes;
    }
}
