using AssetFunctions.Cli.Api;

namespace AssetFunctions.Cli.Tests.Api;

public sealed class DeploymentTests
{
    [Theory]
    [InlineData("http://127.0.0.1:7071", "http://127.0.0.1:7071/api/")]
    [InlineData("http://127.0.0.1:7071/", "http://127.0.0.1:7071/api/")]
    [InlineData("http://127.0.0.1:7071/api", "http://127.0.0.1:7071/api/")]
    [InlineData("https://example.org/wallets/api/?code=secret", "https://example.org/wallets/api/")]
    public void An_address_may_be_typed_in_several_ways(string typed, string expected) => Assert.Equal(expected, Deployment.ParseApi(typed)?.ToString());

    [Theory]
    [InlineData("")]
    [InlineData("127.0.0.1:7071")]
    [InlineData("ftp://example.org/")]
    [InlineData("/api/")]
    public void Text_that_is_not_an_http_address_is_refused(string typed) => Assert.Null(Deployment.ParseApi(typed));

    [Fact]
    public void A_key_is_never_sent_to_another_machine_without_encryption()
    {
        var deployment = new Deployment(new Uri("http://example.org/api/"), "a-key", IsStarting: false);

        var refusal = Assert.Throws<DeploymentException>(() => new ApiConnection(deployment, TimeProvider.System));

        Assert.Contains("https", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("a-key", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_query_has_only_the_given_conditions_and_escapes_them()
    {
        Assert.Equal("?pageSize=500", new PositionFilter(null, null, null).Query(continuation: null));
        Assert.Equal(
            "?pageSize=500&network=a%26b&type=loan&minValueUsd=0.5&continuation=x%2By",
            new PositionFilter("a&b", "loan", 0.5m).Query("x+y"));
    }
}
