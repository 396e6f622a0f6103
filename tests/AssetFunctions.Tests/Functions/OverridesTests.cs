using System.Text;
using System.Text.Json;
using AssetFunctions.Functions;
using AssetFunctions.Http;
using AssetFunctions.Sync.Assets;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;

namespace AssetFunctions.Tests.Functions;

public sealed class OverridesTests : IAsyncDisposable
{
    const string Network = "ethereum";
    const string Address = "0x6b175474e89094c44da98b954eedeac495271d0f";

    static readonly CancellationToken Token = CancellationToken.None;

    readonly ServiceProvider _services = AppServices.Compose(_ => { });

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    public static TheoryData<string, string> PricesInFull() => new()
    {
        { "1", "1" }, { "\"1\"", "1" }, { "0.000000000000000001", "0.000000000000000001" }, { "\"1.50\"", "1.5" }, { "1e3", "1000" }, { "\"2.5E-7\"", "0.00000025" },
        { "1000000000000", "1000000000000" }, { "\"1000000000000.000\"", "1000000000000" }, { "123456789012.1234567890123456", "123456789012.1234567890123456" },
    };

    [Theory]
    [MemberData(nameof(PricesInFull))]
    public async Task A_price_is_stored_with_all_its_digits(string json, string stored)
    {
        var response = await SetAsync($$"""{"priceUsd": {{json}}, "note": "pegged"}""");

        Assert.Equal(StatusCodes.Status201Created, response.Status);
        Assert.Equal(stored, ApiJson.Text(Assert.IsType<OverrideModel>(response.Body).PriceUsd!.Value));
        Assert.Equal(stored, ApiJson.Text((await Store.FindOverrideAsync(new AssetKey(Network, Address), Token))!.Value!.PriceUsd!.Value));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("\"-1\"")]
    [InlineData("1000000000000.01")]
    [InlineData("1e13")]
    [InlineData("1e999")]
    [InlineData("1e-29")]
    [InlineData("1.00000000000000000000000000001")]
    [InlineData("\"\"")]
    [InlineData("\"NaN\"")]
    [InlineData("\"1,5\"")]
    [InlineData("\" 1\"")]
    [InlineData("\"0x1\"")]
    [InlineData("true")]
    [InlineData("[1]")]
    [InlineData("{\"usd\":1}")]
    public async Task A_price_that_is_none_is_refused_by_name_with_its_limits(string json) =>
        await AssertRefusedAsync($$"""{"priceUsd": {{json}}, "state": "spam", "note": "x"}""", "'priceUsd' must be a number of US dollars above 0 and up to 1000000000000");

    [Theory]
    [InlineData("\"Spam\"")]
    [InlineData("\"good\"")]
    [InlineData("\"\"")]
    [InlineData("\"2\"")]
    public async Task A_state_that_is_none_is_refused_by_name_with_the_states(string json) =>
        await AssertRefusedAsync($$"""{"state": {{json}}, "note": "x"}""", "'state' must be one of 'unknown', 'verified', 'spam'.");

    [Theory]
    [InlineData("null")]
    [InlineData("\"\"")]
    [InlineData("\" \\u0000\\u200B\\n\"")]
    public async Task A_note_without_a_visible_character_is_refused(string json) =>
        await AssertRefusedAsync($$"""{"state": "spam", "note": {{json}}}""", "'note' must be a text of 1 to 500 characters.");

    [Fact]
    public async Task A_note_is_as_long_as_allowed_and_no_longer()
    {
        var response = await SetAsync(JsonSerializer.Serialize(new { state = "spam", note = $" {new string('x', 500)} " }));
        Assert.Equal(new string('x', 500), Assert.IsType<OverrideModel>(response.Body).Note);

        foreach (var note in new[] { new string('x', 501), new string('x', 500) + "💰", new string('x', 499) + "💰", new string('x', 5_000) })
        {
            await AssertRefusedAsync(JsonSerializer.Serialize(new { state = "spam", note }), "'note' must be a text of 1 to 500 characters.");
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"note\":\"x\"}")]
    [InlineData("{\"state\":null,\"priceUsd\":null,\"note\":\"x\"}")]
    [InlineData("{\"state\":\"spam\",\"note\":\"x\",\"by\":\"me\"}")]
    [InlineData("{\"state\":\"spam\",\"state\":\"verified\",\"note\":\"x\"}")]
    [InlineData("{\"state\":2,\"note\":\"x\"}")]
    [InlineData("{\"priceUsd\":\"\\uD800\",\"note\":\"x\"}")]
    [InlineData("{\"state\":\"spam\",\"note\":\"x\"")]
    public async Task A_body_that_is_no_override_is_refused_with_its_members(string body) =>
        await AssertRefusedAsync(body, "a JSON object of at most 16384 bytes with 'state' or 'priceUsd' or both, and 'note'");

    [Theory]
    [InlineData("If-Match", "x")]
    [InlineData("If-Match", "*")]
    [InlineData("If-Match", "\"1\", \"2\"")]
    [InlineData("If-None-Match", "\"1\"")]
    public async Task A_condition_that_is_none_is_refused(string header, string value) =>
        await AssertRefusedAsync("""{"state": "spam", "note": "x"}""", "'If-Match' must be one version of the override in quotes, and If-None-Match '*'.", (header, value));

    [Theory]
    [InlineData("x-functions-key", "another key", "secret", "key 2aa50b47")]
    [InlineData(null, null, "secret", "key 2bb80d53")]
    [InlineData(null, null, null, "unknown")]
    [InlineData("x-functions-key", "", null, "unknown")]
    public async Task The_key_of_the_request_is_named_by_its_hash(string? header, string? value, string? code, string by)
    {
        var request = Request("""{"state": "spam", "note": "x"}""", header is null ? [] : [(header, value!)]);
        request.QueryString = code is null ? QueryString.Empty : new QueryString($"?code={code}");

        var response = (ApiResponse)await Overrides.SetAsync(request, Network, Address, Token);

        Assert.Equal(by, Assert.IsType<OverrideModel>(response.Body).By);
    }

    [Fact]
    public async Task A_change_is_in_the_table_of_its_process_at_once()
    {
        var table = _services.GetRequiredService<TrustTable>();
        var key = new AssetKey(Network, Address);
        await table.GetAsync(Token);
        await SetAsync("""{"state": "verified", "note": "x"}""");
        Assert.Equal(SpamState.Verified, (await table.GetAsync(Token)).Find(key)?.Override?.State);

        await Overrides.RemoveAsync(Request(string.Empty), Network, Address, Token);

        Assert.Null((await table.GetAsync(Token)).Find(key));
    }

    ITrustStore Store => _services.GetRequiredService<ITrustStore>();

    Overrides Overrides => ActivatorUtilities.CreateInstance<Overrides>(_services);

    async Task<ApiResponse> SetAsync(string body, params (string Name, string Value)[] headers) =>
        (ApiResponse)await Overrides.SetAsync(Request(body, headers), Network, Address, Token);

    async Task AssertRefusedAsync(string body, string sentence, params (string Name, string Value)[] headers)
    {
        var problem = (await Assert.ThrowsAsync<ProblemException>(() => SetAsync(body, headers))).Problem;

        Assert.Equal(StatusCodes.Status400BadRequest, problem.Status);
        Assert.Contains(sentence, ((ProblemDetails)problem.Body).Detail, StringComparison.Ordinal);
    }

    static HttpRequest Request(string body, params (string Name, string Value)[] headers)
    {
        var request = new DefaultHttpContext().Request;
        request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
        foreach (var (name, value) in headers)
        {
            request.Headers[name] = value;
        }

        return request;
    }
}
