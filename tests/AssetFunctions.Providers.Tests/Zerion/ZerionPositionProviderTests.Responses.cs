using AssetFunctions.Local.Providers.Simulation;
using AssetFunctions.Sync.Providers;

namespace AssetFunctions.Providers.Tests.Zerion;

/// <summary>Responses that are not pages.</summary>
public sealed partial class ZerionPositionProviderTests
{
    [Theory]
    [InlineData(202, null, 10)]
    [InlineData(202, "4", 4)]
    [InlineData(503, null, 10)]
    [InlineData(503, "7", 7)]
    [InlineData(503, "0", 1)]
    [InlineData(503, "soon", 10)]
    [InlineData(503, "Wed, 21 Oct 2015 07:28:00 GMT", 1)]
    public async Task Wallet_in_preparation_is_fetched_again_when_the_response_says_so(int status, string? retryAfter, int seconds)
    {
        var result = Assert.IsType<ProviderResult.NotReady>(await ResultAsync(status, retryAfter is null ? [] : [("Retry-After", retryAfter)]));

        Assert.Equal(TimeSpan.FromSeconds(seconds), result.RetryAfter);
        Assert.Equal($"Zerion is still preparing the wallet (status {status}).", result.Reason);
    }

    [Fact]
    public async Task A_throttled_call_without_Retry_After_waits_for_the_reset_of_the_second()
        => AssertThrottled(2, "Zerion requires fewer calls per second.", await ResultAsync(429, [("RateLimit-Org-Second-Reset", "2")]));

    [Fact]
    public async Task Retry_After_takes_precedence_over_the_reset_of_the_second()
        => AssertThrottled(5, "Zerion requires fewer calls per second.", await ResultAsync(429, [("RateLimit-Org-Second-Reset", "2"), ("Retry-After", "5")]));

    [Fact]
    public async Task A_used_up_daily_quota_waits_for_the_next_day_whatever_Retry_After_states()
        => AssertThrottled(40_000, "The day's quota of Zerion calls is used up.", await ResultAsync(
            429,
            [("RateLimit-Org-Day-Remaining", "0"), ("RateLimit-Org-Day-Reset", "40000"), ("Retry-After", "5"), ("RateLimit-Org-Second-Reset", "1")]));

    [Fact]
    public async Task A_used_up_monthly_quota_waits_for_the_next_month()
        => AssertThrottled(1_000_000, "The month's quota of Zerion calls is used up.", await ResultAsync(
            429,
            [("RateLimit-Org-Day-Remaining", "0"), ("RateLimit-Org-Day-Reset", "40000"), ("RateLimit-Org-Month-Remaining", "0"), ("RateLimit-Org-Month-Reset", "1000000")]));

    [Theory]
    [InlineData("-5", 1)]
    [InlineData("99999999999999999", 31 * 24 * 3_600)]
    [InlineData("1.5", 1)]
    [InlineData("", 1)]
    public async Task An_implausible_reset_is_bounded(string reset, int seconds)
        => AssertThrottled(seconds, "Zerion requires fewer calls per second.", await ResultAsync(429, [("RateLimit-Org-Second-Reset", reset)]));

    [Theory]
    [InlineData(400, "Not trackable")]
    [InlineData(422, "Too large")]
    [InlineData(404, "Resource not found")]
    public async Task Wallet_that_is_never_served_is_refused_with_the_stated_reason(int status, string title)
    {
        var result = Assert.IsType<ProviderResult.Refused>(await ResultAsync(SimulatedFault.Error(status, title, "More about it.")));

        Assert.Equal($"Zerion does not serve this wallet (status {status}): {title}: More about it.", result.Reason);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(402)]
    [InlineData(403)]
    public async Task Rejected_key_is_reported_by_its_setting(int status)
    {
        var result = Assert.IsType<ProviderResult.Unauthorized>(await ResultAsync(SimulatedFault.Html(status)));

        Assert.Equal($"Zerion rejects the key in Zerion:ApiKey (status {status}).", result.Reason);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(504)]
    [InlineData(418)]
    public async Task Any_other_response_is_a_transient_failure(int status)
    {
        var fault = await Assert.ThrowsAsync<ProviderException>(() => ResultAsync(SimulatedFault.Html(status)));

        Assert.Contains($"responded with status {status}. Check Zerion:BaseAddress if this persists.", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reason_that_repeats_the_key_or_holds_control_characters_is_cleaned_and_bounded()
    {
        var detail = $"key {ZerionDriver.Key} is bad\r\n\u202E{new string('x', 5_000)}";
        var result = Assert.IsType<ProviderResult.Refused>(await ResultAsync(SimulatedFault.Error(400, "Bad", detail)));

        Assert.DoesNotContain(ZerionDriver.Key, result.Reason, StringComparison.Ordinal);
        Assert.Contains("[key]", result.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain(result.Reason, character => char.IsControl(character) || character == '\u202E');
        Assert.InRange(result.Reason.Length, 1, 400);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"errors":[]}""")]
    [InlineData("""{"errors":{"title":"x"}}""")]
    [InlineData("<html>")]
    public async Task An_error_without_a_document_is_refused_without_a_reason(string body)
    {
        var result = Assert.IsType<ProviderResult.Refused>(await ResultAsync(new SimulatedFault.Response(400, body)));

        Assert.Equal("Zerion does not serve this wallet (status 400).", result.Reason);
    }

    static void AssertThrottled(int seconds, string reason, ProviderResult fetch)
    {
        var result = Assert.IsType<ProviderResult.Throttled>(fetch);
        Assert.Equal(TimeSpan.FromSeconds(seconds), result.RetryAfter);
        Assert.Equal(reason, result.Reason);
    }

    static Task<ProviderResult> ResultAsync(int status, (string Name, string Value)[] headers)
        => ResultAsync(new SimulatedFault.Response(status)
        {
            Headers = headers.ToDictionary(header => header.Name, header => header.Value, StringComparer.OrdinalIgnoreCase),
        });

    static async Task<ProviderResult> ResultAsync(SimulatedFault.Response result)
    {
        await using var driver = await ZerionDriver.StartAsync();
        driver.Server.Script(ZerionDriver.Wallet, result);
        return await driver.FetchAsync();
    }
}
