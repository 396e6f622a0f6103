using AssetFunctions.Sync;

namespace AssetFunctions.Cosmos.Tests;

/// <summary>A mistake in the settings is reported in one sentence that names the setting and never shows a key.</summary>
public sealed class CosmosOptionsTests
{
    const string Connection = "AccountEndpoint=http://127.0.0.1:8081/;AccountKey=c2VjcmV0;";

    [Theory]
    [InlineData(null, null, "Cosmos DB is not configured: set Cosmos:ConnectionString, or Cosmos:AccountEndpoint to sign in with the identity of the app.")]
    [InlineData(" ", "", "Cosmos DB is not configured: set Cosmos:ConnectionString, or Cosmos:AccountEndpoint to sign in with the identity of the app.")]
    [InlineData(Connection, "https://a.example/", "Set either Cosmos:ConnectionString or Cosmos:AccountEndpoint, not both.")]
    [InlineData("nonsense", null, "Cosmos:ConnectionString is not a connection string of the form AccountEndpoint=…;AccountKey=…;")]
    [InlineData("AccountKey=c2VjcmV0;", null, "Cosmos:ConnectionString lacks an AccountEndpoint that is an http(s) address.")]
    [InlineData("AccountEndpoint=ftp://a/;AccountKey=c2VjcmV0;", null, "Cosmos:ConnectionString lacks an AccountEndpoint that is an http(s) address.")]
    [InlineData("AccountEndpoint=https://a.example/;", null, "Cosmos:ConnectionString lacks an AccountKey in base64.")]
    [InlineData("AccountEndpoint=https://a.example/;AccountKey=not base64!;", null, "Cosmos:ConnectionString lacks an AccountKey in base64.")]
    [InlineData(null, "a.example", "Cosmos:AccountEndpoint must be the http(s) address of a Cosmos DB account.")]
    public void Account_settings_that_are_missing_or_invalid_are_reported(string? connection, string? endpoint, string expected)
        => Assert.Equal(expected, Assert.Single(Mistakes(new CosmosOptions { ConnectionString = connection, AccountEndpoint = endpoint })));

    [Fact]
    public void Every_number_out_of_range_is_reported_at_once()
    {
        var mistakes = Mistakes(new CosmosOptions
        {
            ConnectionString = Connection,
            Database = "a/b",
            ApplicationName = "a|b",
            CallTimeoutSeconds = 0,
            StartTimeoutSeconds = double.NaN,
            MaxThrottleRetries = -1,
            MaxThrottleWaitSeconds = 5,
            MaxConnections = 0,
        });

        Assert.Equal(
            ["Cosmos:CallTimeoutSeconds", "Cosmos:StartTimeoutSeconds", "Cosmos:MaxThrottleRetries", "Cosmos:MaxConnections", "Cosmos:Database", "Cosmos:ApplicationName", "Cosmos:MaxThrottleWaitSeconds"],
            mistakes.Select(mistake => mistake.Split(' ')[0]));
    }

    [Theory]
    [InlineData(Connection, null)]
    [InlineData(null, "https://a.example/")]
    public void The_defaults_are_valid_with_a_connection_string_and_with_an_identity(string? connection, string? endpoint)
        => Assert.Empty(Mistakes(new CosmosOptions { ConnectionString = connection, AccountEndpoint = endpoint }));

    static List<string> Mistakes(CosmosOptions options)
    {
        var result = new SectionValidator<CosmosOptions>(CosmosDefaults.Section).Validate(name: null, options);
        var mistakes = result.Failures?.ToList() ?? [];
        Assert.DoesNotContain(mistakes, mistake => mistake.Contains("c2VjcmV0", StringComparison.Ordinal));
        return mistakes;
    }
}
