using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;

namespace AssetFunctions.EndToEnd.Tests;

/// <summary>The HTTP API over real HTTP, queues and database.</summary>
public sealed class ApiTests(ApiStack stack) : IClassFixture<ApiStack>
{
    const string Stranger = "0x00000000000000000000000000000000000a11ce";
    const string Newcomer = "0x0000000000000000000000000000000000000b0b";

    static readonly string Wallet = StackDriver.Samples[0].Address;

    StackDriver Driver => stack.Driver;

    ApiClient Api => stack.Api;

    [Fact]
    public async Task A_refresh_can_be_followed_to_its_end_and_the_totals_are_the_sum_of_the_positions()
    {
        var run = await Api.SyncAsync(Wallet.ToUpperInvariant().Replace("0X", "0x", StringComparison.Ordinal));

        Assert.Equal(("completed", "ended", Wallet), ((string?)run["status"], (string?)run["phase"], (string?)run["wallet"]));
        Assert.Equal((int)run["progress"]!["chunks"]!, (int)run["progress"]!["chunksDone"]!);

        var positions = await AllPositionsAsync("pageSize=7");
        Assert.Equal(StackDriver.Samples[0].Kept, positions.Count);
        Assert.Equal(positions.Count, positions.Select(position => (string?)position["id"]).Distinct(StringComparer.Ordinal).Count());
        var wallet = (await Api.GetAsync($"wallets/{Wallet}")).Json;
        Assert.Equal(Sum(positions, isDebt: false), Number(wallet["totals"]!["holdingsUsd"]));
        Assert.Equal(Sum(positions, isDebt: true), Number(wallet["totals"]!["debtUsd"]));
        Assert.Equal(Sum(positions, isDebt: false) - Sum(positions, isDebt: true), Number(wallet["totals"]!["netUsd"]));
        Assert.NotEqual(0, Sum(positions, isDebt: false));
        Assert.Equal(positions.Count, (int)wallet["coverage"]!["positions"]!);
        Assert.Equal(positions.Count(position => position["valueUsd"] is null), (int)wallet["coverage"]!["unvalued"]!);
        Assert.Equal((string?)run["runId"], (string?)wallet["lastRun"]!["runId"]);
    }

    [Fact]
    public async Task Reads_carry_a_tag_and_return_304_while_nothing_changed_in_at_most_two_database_requests()
    {
        await Api.SyncAsync(Wallet);
        var position = (await AllPositionsAsync("pageSize=500"))[0];
        var asset = $"assets/{position["network"]}/{position["contractAddress"]}";
        foreach (var path in new[] { $"wallets/{Wallet}", $"wallets/{Wallet}/positions", asset, $"{asset}/prices" })
        {
            var first = await Api.GetAsync(path);
            var before = Driver.Count();
            var again = await Api.GetAsync(path, first.Headers["ETag"]);
            var requests = (Driver.Count() - before).DataRequests;

            Assert.Equal((path, HttpStatusCode.OK, HttpStatusCode.NotModified, string.Empty), (path, first.Status, again.Status, again.Text));
            Assert.Equal(first.Headers["ETag"], again.Headers["ETag"]);
            Assert.InRange(requests, 0, 2);
            Assert.Equal(HttpStatusCode.OK, (await Api.GetAsync(path, "\"another\"")).Status);
        }
    }

    [Fact]
    public async Task An_asset_and_its_prices_are_returned_with_numbers_as_text()
    {
        await Api.SyncAsync(Wallet);
        var position = (await AllPositionsAsync("minValueUsd=0"))[0];
        var path = $"assets/{position["network"]}/{position["contractAddress"]}";

        var asset = (await Api.GetAsync(path)).Json;
        var prices = (await Api.GetAsync($"{path}/prices")).Json["prices"]!.AsArray();
        var past = await Api.GetAsync($"{path}/prices?from=2020-01-01&to=2020-02-01T00:00:00Z");

        Assert.Equal((string?)position["symbol"], (string?)asset["symbol"]);
        Assert.Equal(Number(position["price"]!["usd"]), Number(asset["price"]!["usd"]));
        Assert.Equal(Number(asset["price"]!["usd"]), Number(prices[^1]!["usd"]));
        Assert.Equal((HttpStatusCode.OK, 0), (past.Status, past.Json["prices"]!.AsArray().Count));
    }

    [Fact]
    public async Task Continuation_tokens_work_for_their_wallet_and_filters_only_and_not_when_changed()
    {
        await Api.SyncAsync(Wallet);
        await Api.SyncAsync(StackDriver.Samples[1].Address);
        var token = (string)(await Api.GetAsync($"wallets/{Wallet}/positions?pageSize=2")).Json["continuation"]!;
        var other = (token[0] == 'a' ? 'b' : 'a') + token[1..];

        Assert.Equal(HttpStatusCode.OK, (await Api.GetAsync($"wallets/{Wallet}/positions?pageSize=3&continuation={token}")).Status);
        foreach (var path in new[]
        {
            $"wallets/{Wallet}/positions?continuation={other}",
            $"wallets/{Wallet}/positions?continuation={token[..^1]}",
            $"wallets/{Wallet}/positions?continuation=x",
            $"wallets/{Wallet}/positions?network=base&continuation={token}",
            $"wallets/{StackDriver.Samples[1].Address}/positions?continuation={token}",
        })
        {
            AssertProblem(await Api.GetAsync(path), HttpStatusCode.BadRequest, "invalid-continuation");
        }
    }

    [Fact]
    public async Task Bad_input_is_refused_and_unknown_resources_are_not_found()
    {
        foreach (var (path, kind) in new[]
        {
            ("wallets/0x12", "invalid-address"),
            ("wallets/0x12/positions", "invalid-address"),
            ("syncs/0x12/run", "invalid-address"),
            ("assets/ethereum/0x12", "invalid-address"),
            ("assets/%20/native", "invalid-address"),
            ("assets/solana/hello", "invalid-address"),
            ($"assets/solana/{Stranger}/prices", "invalid-address"),
            ($"wallets/{Wallet}/transactions?asset=solana:hello", "invalid-parameter"),
            ($"wallets/{new string('z', 44)}", "invalid-address"),
            ($"wallets/{Wallet}/positions?pageSize=501", "invalid-parameter"),
            ($"wallets/{Wallet}/positions?pageSize=0", "invalid-parameter"),
            ($"wallets/{Wallet}/positions?minValueUsd=-1", "invalid-parameter"),
            ("assets/ethereum/native/prices?from=yesterday", "invalid-parameter"),
            ("assets/ethereum/native/prices?from=2026-01-02&to=2026-01-01", "invalid-parameter"),
            ("assets/ethereum/native/prices?to=0001-01-01", "invalid-parameter"),
            ("health?probe=other", "invalid-parameter"),
        })
        {
            AssertProblem(await Api.GetAsync(path), HttpStatusCode.BadRequest, kind);
        }

        foreach (var (path, kind) in new[]
        {
            ($"wallets/{Stranger}", "unknown-wallet"),
            ($"wallets/{Stranger}/positions", "unknown-wallet"),
            ($"syncs/{Stranger}/run-1", "unknown-run"),
            ("wallets/11111111111111111111111111111111", "unknown-wallet"),
            ($"assets/ethereum/{Stranger}", "unknown-asset"),
            ("assets/solana/So11111111111111111111111111111111111111112", "unknown-asset"),
            ("assets/aurora/native", "unknown-asset"),
            ("assets/brand-new-chain/hello", "unknown-asset"),
            ($"assets/ethereum/{Stranger}/prices", "unknown-asset"),
        })
        {
            AssertProblem(await Api.GetAsync(path), HttpStatusCode.NotFound, kind);
        }

        AssertProblem(await Api.PostAsync("wallets/0x12/refresh"), HttpStatusCode.BadRequest, "invalid-address");
    }

    [Fact]
    public async Task A_run_id_that_was_changed_or_belongs_to_another_wallet_is_unknown()
    {
        var accepted = await Api.PostAsync($"wallets/{Newcomer}/refresh");
        var runId = (string)accepted.Json["runId"]!;

        Assert.Equal(("running", $"/api/syncs/{Newcomer}/{runId}"), ((string?)accepted.Json["status"], (string?)accepted.Json["statusUrl"]));
        Assert.Equal(HttpStatusCode.OK, (await Api.GetAsync(accepted.Headers["Location"])).Status);
        AssertProblem(await Api.GetAsync($"syncs/{Wallet}/{runId}"), HttpStatusCode.NotFound, "unknown-run");
        AssertProblem(await Api.GetAsync($"syncs/{Newcomer}/{(runId[0] == '0' ? '1' : '0')}{runId[1..]}"), HttpStatusCode.NotFound, "unknown-run");
    }

    async Task<List<JsonNode>> AllPositionsAsync(string parameters)
    {
        var positions = new List<JsonNode>();
        string? token = null;
        do
        {
            var page = await Api.GetAsync($"wallets/{Wallet}/positions?{parameters}{(token is null ? string.Empty : $"&continuation={token}")}");
            Assert.Equal(HttpStatusCode.OK, page.Status);
            Assert.Equal("no-store", page.Headers["Cache-Control"]);
            positions.AddRange(page.Json["positions"]!.AsArray().Select(position => position!));
            token = (string?)page.Json["continuation"];
        }
        while (token is not null);

        return positions;
    }

    static void AssertProblem(ApiReply reply, HttpStatusCode status, string kind)
    {
        Assert.Equal((status, $"urn:assetfunctions:problem:{kind}", (int)status), (reply.Status, (string?)reply.Json["type"], (int?)reply.Json["status"]));
        Assert.False(string.IsNullOrEmpty((string?)reply.Json["title"]) || string.IsNullOrEmpty((string?)reply.Json["detail"]));
        Assert.Equal(
            ("application/problem+json", "nosniff", "no-store"),
            (reply.Headers["Content-Type"], reply.Headers["X-Content-Type-Options"], reply.Headers["Cache-Control"]));
        Assert.StartsWith("default-src 'none'", reply.Headers["Content-Security-Policy"], StringComparison.Ordinal);
    }

    static decimal Sum(IEnumerable<JsonNode> positions, bool isDebt) =>
        positions.Where(position => (bool)position["isDebt"]! == isDebt && position["valueUsd"] is not null).Sum(position => Number(position["valueUsd"]));

    static decimal Number(JsonNode? text) => decimal.Parse((string)text!, NumberStyles.Float, CultureInfo.InvariantCulture);
}
