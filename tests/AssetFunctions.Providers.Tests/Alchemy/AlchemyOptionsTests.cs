using AssetFunctions.Providers.Alchemy;
using AssetFunctions.Sync;

namespace AssetFunctions.Providers.Tests.Alchemy;

public sealed class AlchemyOptionsTests
{
    [Fact]
    public void The_defaults_need_a_key_and_nothing_else()
    {
        Assert.Empty(Mistakes(new AlchemyOptions { ApiKey = "secret" }));
        Assert.Equal("Alchemy:ApiKey is missing: set it to the API key of your Alchemy account.", Assert.Single(Mistakes(new AlchemyOptions())));
    }

    [Theory]
    [InlineData("secret/")]
    [InlineData("secret%2f")]
    [InlineData("secret?")]
    [InlineData("secret ")]
    public void Key_with_path_delimiters_is_reported_without_its_value(string key) =>
        Assert.StartsWith("Alchemy:ApiKey contains", Assert.Single(Mistakes(new AlchemyOptions { ApiKey = key })), StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData(" , ")]
    [InlineData("Eth Mainnet")]
    public void Networks_must_be_names(string networks) =>
        Assert.StartsWith(
            "Alchemy:Networks must", Assert.Single(Mistakes(new AlchemyOptions { ApiKey = "secret", Networks = networks })), StringComparison.Ordinal);

    [Theory]
    [InlineData("matic-mainnet,eth-mainnet,polygon-mainnet", "polygon more than once (matic-mainnet, polygon-mainnet)")]
    [InlineData("new-mainnet, new-mainnet", "new-mainnet more than once (new-mainnet, new-mainnet)")]
    public void A_network_is_named_once(string networks, string mistake) =>
        Assert.Equal(
            $"Alchemy:Networks names the network {mistake}: keep one of them.", Assert.Single(Mistakes(new AlchemyOptions { ApiKey = "secret", Networks = networks })));

    static List<string> Mistakes(AlchemyOptions options)
    {
        var mistakes = new SectionValidator<AlchemyOptions>(AlchemyDefaults.Section).Validate(name: null, options).Failures?.ToList() ?? [];
        Assert.DoesNotContain(mistakes, mistake => mistake.Contains("secret", StringComparison.Ordinal));
        return mistakes;
    }
}
