using AssetFunctions.Providers.Zerion;
using AssetFunctions.Sync;

namespace AssetFunctions.Providers.Tests.Zerion;

/// <summary>A mistake in the settings is reported in one sentence that names the setting and never the key.</summary>
public sealed class ZerionOptionsTests
{
    [Fact]
    public void The_defaults_need_a_key_and_nothing_else()
    {
        Assert.Empty(Mistakes(new ZerionOptions { ApiKey = "zk_secret" }));
        Assert.Equal("Zerion:ApiKey is missing: set it to the API key of your Zerion account.", Assert.Single(Mistakes(new ZerionOptions())));
    }

    [Theory]
    [InlineData("zk_secret ")]
    [InlineData("zk_secret:")]
    [InlineData("zk_secret\n")]
    [InlineData("zk_secret–")]
    public void Invalid_key_is_reported_without_its_value(string key)
        => Assert.StartsWith("Zerion:ApiKey contains", Assert.Single(Mistakes(new ZerionOptions { ApiKey = key })), StringComparison.Ordinal);

    [Theory]
    [InlineData("relative/")]
    [InlineData("ftp://api.example/")]
    [InlineData("https://user@api.example/")]
    [InlineData("https://api.example/?x=1")]
    [InlineData("https://api.example/#x")]
    public void An_address_must_be_a_root(string address)
        => Assert.StartsWith(
            "Zerion:BaseAddress must be",
            Assert.Single(Mistakes(new ZerionOptions { ApiKey = "zk_secret", BaseAddress = new Uri(address, UriKind.RelativeOrAbsolute) })),
            StringComparison.Ordinal);

    [Fact]
    public void Every_mistake_is_reported_at_once()
        => Assert.Equal(
            ["Zerion:MaxPages", "Zerion:MaxResponseBytes", "Zerion:ResponseTimeout", "Zerion:MaxRetries", "Zerion:BreakDuration", "Zerion:BodyTimeout", "Zerion:UserAgent"],
            Mistakes(new ZerionOptions
            {
                ApiKey = "zk_secret",
                UserAgent = "",
                MaxResponseBytes = 10,
                MaxPages = 0,
                ResponseTimeout = TimeSpan.Zero,
                MaxRetries = 11,
                BreakDuration = TimeSpan.FromMilliseconds(1),
                BodyTimeout = TimeSpan.FromDays(1),
            }).Select(mistake => mistake.Split(' ')[0]));

    static List<string> Mistakes(ZerionOptions options)
    {
        var mistakes = new SectionValidator<ZerionOptions>(ZerionDefaults.Section).Validate(name: null, options).Failures?.ToList() ?? [];
        Assert.DoesNotContain(mistakes, mistake => mistake.Contains("zk_secret", StringComparison.Ordinal));
        return mistakes;
    }
}
