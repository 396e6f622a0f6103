using System.Net;
using System.Text.Json.Nodes;
using AssetFunctions.Sync.Messaging;
using AssetFunctions.EndToEnd.Tests;

namespace AssetFunctions.EndToEnd.Tests.Api;

/// <summary>Real responses match the description that the app serves, over real HTTP, queues and database.</summary>
public sealed partial class ApiResponsesTests(ApiResponsesTests.SpamStack stack) : IClassFixture<ApiResponsesTests.SpamStack>
{
    const string Stranger = "0x00000000000000000000000000000000000a11ce";
    const string Uni = "0x1f9840a85d5af5bf1d1762f925bdaddc4201f984";
    const string Atom = "assets/osmosis/ibc%2F27394FB092D2ECCD56123C74F36E4C1F926001CEADA9CA97EA622B25F41E5EB2";
    const string Usdc = "0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48";

    static readonly string Wallet = StackDriver.Samples[0].Address;

    StackDriver Driver => stack.Driver;

    ApiClient Api => stack.Api;

    [Fact]
    public async Task Every_response_is_as_described()
    {
        using var anonymous = new ApiClient(Driver);
        using var master = new ApiClient(Driver, ApiStack.MasterKey);
        var description = new ApiDescription((await anonymous.GetAsync("openapi.json")).Json);
        var run = await Api.SyncWithTransactionsAsync(Driver, Wallet);
        var hostile = ApiStack.Sample("hostile");
        await Api.SyncAsync(hostile);
        var position = (await Api.GetAsync($"wallets/{Wallet}/positions")).Json["positions"]![0]!;
        var asset = $"assets/{position["network"]}/{position["contractAddress"]}";
        var seen = new HashSet<string>(StringComparer.Ordinal);

        foreach (var (operation, path, status) in new[]
        {
            ("GetWallet", $"wallets/{Wallet}", 200), ("GetWallet", $"wallets/{hostile}", 200), ("GetWallet", "wallets/x", 400), ("GetWallet", $"wallets/{Stranger}", 404),
            ("GetPositions", $"wallets/{Wallet}/positions?pageSize=3&sort=-value", 200), ("GetPositions", $"wallets/{hostile}/positions?spam=include", 200),
            ("GetPositions", $"wallets/{Wallet}/positions?spam=yes", 400), ("GetPositions", $"wallets/{Stranger}/positions", 404),
            ("GetHistory", $"wallets/{Wallet}/history?granularity=hour&current=true", 200), ("GetHistory", $"wallets/{Wallet}/history", 200),
            ("GetHistory", $"wallets/{Wallet}/history?from=x", 400), ("GetHistory", $"wallets/{Stranger}/history", 404),
            ("GetSync", $"syncs/{Wallet}/{run["runId"]}", 200), ("GetSync", $"syncs/{Wallet}/other", 404), ("GetSync", "syncs/x/other", 400),
            ("SearchAssets", "assets?q=us&pageSize=2", 200), ("SearchAssets", $"assets?q={position["contractAddress"]}", 200), ("SearchAssets", "assets?pageSize=0", 400),
            ("GetAsset", asset, 200), ("GetAsset", "assets/ethereum/0x1", 400), ("GetAsset", $"assets/ethereum/{Stranger}", 404),
            ("GetAsset", Atom, 200), ("GetAsset", Atom.Replace("%2F", "%2f", StringComparison.Ordinal), 200), ("GetPrices", $"{Atom}/prices", 200),
            ("GetPrices", $"{asset}/prices", 200), ("GetPrices", $"{asset}/prices?to=x", 400), ("GetPrices", $"assets/ethereum/{Stranger}/prices", 404),
            ("GetOverride", "assets/ethereum/0x1/override", 400), ("GetOverride", $"assets/ethereum/{Stranger}/override", 404),
            ("GetStatistics", "statistics", 200), ("GetHealth", "health", 200), ("GetHealth", "health?probe=live", 200), ("GetHealth", "health?probe=x", 400),
            ("GetOpenApi", "openapi.json", 200), ("ListNetworks", "networks", 200), ("GetQueues", "queues", 200),
            ("ListWallets", "wallets?pageSize=2", 200), ("ListWallets", "wallets?pageSize=0", 400),
            ("GetTransactions", $"wallets/{Wallet}/transactions", 200), ("GetTransactions", $"wallets/{Wallet}/transactions?trash=x", 400),
            ("GetTransactions", $"wallets/{Stranger}/transactions", 404), ("GetDeletion", $"wallets/{Wallet}/deletion", 404), ("GetDeletion", "wallets/x/deletion", 400),
        })
        {
            var reply = await Api.GetAsync(path);
            Assert.Equal((path, status), (path, (int)reply.Status));
            Assert.Empty(description.Faults(description[operation], reply));
            if (status == 200 && operation is not ("GetStatistics" or "GetOpenApi" or "GetQueues"))
            {
                var again = await Api.GetAsync(path, reply.Headers["ETag"]);
                Assert.Equal((path, HttpStatusCode.NotModified), (path, again.Status));
                Assert.Empty(description.Faults(description[operation], again));
            }

            seen.Add(operation);
        }

        var shared = ApiStack.Sample("shared");
        foreach (var (operation, method, path, body, status) in new[]
        {
            ("RegisterWallet", HttpMethod.Post, "wallets", $$"""{"wallet":"{{shared}}","label":"main","networks":["ethereum"],"intervalMinutes":30}""", 201),
            ("RegisterWallet", HttpMethod.Post, "wallets", $$"""{"wallet":"{{shared}}","paused":true}""", 200), ("RegisterWallet", HttpMethod.Post, "wallets", "{}", 400),
            ("RefreshWallet", HttpMethod.Post, $"wallets/{shared}/refresh?force=true", null, 202), ("RefreshWallet", HttpMethod.Post, "wallets/x/refresh", null, 400),
            ("ReplayPoison", HttpMethod.Post, "queues/sync-assets/replay", null, 200), ("ReplayPoison", HttpMethod.Post, "queues/sync-assets/replay?max=x", null, 400),
            ("ReplayPoison", HttpMethod.Post, "queues/other/replay", null, 404),
            ("CopyPrices", HttpMethod.Post, "prices/copy", null, 200), ("CopyPrices", HttpMethod.Post, "prices/copy?continuation=e30.x", null, 400),
            ("SetOverride", HttpMethod.Put, $"assets/ethereum/{Stranger}/override", """{"state":"spam","note":"phishing"}""", 201),
            ("SetOverride", HttpMethod.Put, $"assets/ethereum/{Stranger}/override", """{"priceUsd":1.5,"note":"pegged"}""", 200),
            ("SetOverride", HttpMethod.Put, $"assets/ethereum/{Stranger}/override", "{}", 400), ("GetOverride", HttpMethod.Get, $"assets/ethereum/{Stranger}/override", null, 200),
            ("RemoveOverride", HttpMethod.Delete, $"assets/ethereum/{Stranger}/override", null, 200), ("RemoveOverride", HttpMethod.Delete, "assets/ethereum/0x1/override", null, 400),
            ("DeleteWallet", HttpMethod.Delete, $"wallets/{hostile}", null, 202), ("DeleteWallet", HttpMethod.Delete, $"wallets/{Stranger}", null, 404),
        })
        {
            var reply = await (operation is "ReplayPoison" or "CopyPrices" ? master : Api).SendAsync(method, path, body, []);
            Assert.Equal((operation, path, status), (operation, path, (int)reply.Status));
            Assert.Empty(description.Faults(description[operation], reply));
            seen.Add(operation);
        }

        Assert.Equal(description.Operations.Select(operation => operation.Id).Order(StringComparer.Ordinal), seen.Order(StringComparer.Ordinal));

        // The requested runs must end before the next test counts requests.
        await Driver.WaitAsync(() => QueueNames.All.All(queue => Driver.WaitingIn(queue) == 0), "the refresh and the deletion did not end");
    }

    [Fact]
    public async Task Everything_but_health_and_the_description_needs_a_key()
    {
        using var anonymous = new ApiClient(Driver);
        using var wrong = new ApiClient(Driver, "another-key");
        var description = new ApiDescription((await anonymous.GetAsync("openapi.json")).Json);

        Assert.Equal(["GetHealth", "GetOpenApi"], description.Operations.Where(operation => !operation.NeedsKey).Select(operation => operation.Id).Order(StringComparer.Ordinal));
        foreach (var operation in description.Operations)
        {
            var path = operation.Path.Replace("{wallet}", Wallet, StringComparison.Ordinal).Replace("{queue}", "sync-assets", StringComparison.Ordinal)
                .Replace("{network}", "ethereum", StringComparison.Ordinal).Replace("{contractAddress}", "native", StringComparison.Ordinal)
                .Replace("{id}", "run", StringComparison.Ordinal);
            foreach (var stranger in new[] { anonymous, wrong })
            {
                var reply = await stranger.SendAsync(new HttpMethod(operation.Method), path);
                Assert.Equal((operation.Id, operation.NeedsKey ? HttpStatusCode.Unauthorized : HttpStatusCode.OK), (operation.Id, reply.Status));
                Assert.Empty(description.Faults(operation, reply));
            }
        }

        Assert.Equal(HttpStatusCode.Unauthorized, (await Api.PostAsync("queues/sync-assets/replay")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Api.PostAsync("prices/copy")).Status);
    }

    [Fact]
    public async Task Positions_match_the_requested_network_type_and_spam_filter()
    {
        var wallet = ApiStack.Sample("protocols");
        await Api.SyncAsync(wallet);
        var all = await FindAsync(wallet, "spam=include");
        var networks = all.Select(position => (string)position["network"]!).Distinct(StringComparer.Ordinal).ToList();
        var types = all.Select(position => (string)position["type"]!).Distinct(StringComparer.Ordinal).ToList();

        Assert.True(networks.Count > 1 && types.Count > 1 && all.Any(IsSpam) && !all.All(IsSpam));
        foreach (var network in networks)
        {
            Assert.Equal(Ids(all.Where(position => (string)position["network"]! == network)), Ids(await FindAsync(wallet, $"network={network.ToUpperInvariant()}")));
        }

        foreach (var type in types)
        {
            Assert.Equal(Ids(all.Where(position => (string)position["type"]! == type)), Ids(await FindAsync(wallet, $"type={type}")));
        }

        Assert.Equal(Ids(all.Where(IsSpam)), Ids(await FindAsync(wallet, "spam=only")));
        Assert.Equal(Ids(all.Where(position => !IsSpam(position))), Ids(await FindAsync(wallet, "spam=exclude")));
        Assert.All(await FindAsync(wallet, "spam=only"), position => Assert.Equal(("ethereum", Uni), ((string?)position["network"], (string?)position["contractAddress"])));
        Assert.Equal(
            Ids(all.Where(position => IsSpam(position) && (string)position["type"]! == "deposit")),
            Ids(await FindAsync(wallet, "network=ethereum&type=deposit&spam=only")));
        Assert.Empty(await FindAsync(wallet, "network=solana"));
        Assert.Empty(await FindAsync(wallet, "network=base&type=loan"));
    }

    [Fact]
    public async Task Values_of_a_wallet_are_reported_by_day_by_hour_and_as_of_now()
    {
        await Api.SyncAsync(Wallet);
        var totals = (await Api.GetAsync($"wallets/{Wallet}")).Json["totals"]!;
        foreach (var (granularity, requests) in new[] { ("day", 1), ("hour", 2) })
        {
            var before = Driver.Count();
            var history = (await Api.GetAsync($"wallets/{Wallet}/history?granularity={granularity}")).Json;
            Assert.Equal(requests, (Driver.Count() - before).DataRequests);

            var value = Assert.Single(history["values"]!.AsArray())!;
            Assert.Equal((string?)totals["netUsd"], (string?)value["netUsd"]);
            Assert.Null(history["current"]);
        }

        var current = (await Api.GetAsync($"wallets/{Wallet}/history?current=true&from=2020-01-01&to=2020-12-31")).Json;
        Assert.Empty(current["values"]!.AsArray());
        Assert.Equal((string?)totals["netUsd"], (string?)current["current"]!["netUsd"]);
    }

    [Fact]
    public async Task Assets_are_searched_page_by_page_in_at_most_two_database_requests()
    {
        await Api.SyncAsync(Wallet);
        var all = new List<string>();
        string? token = null;
        do
        {
            var before = Driver.Count();
            var page = await Api.GetAsync($"assets?pageSize=7{(token is null ? string.Empty : $"&continuation={token}")}");
            Assert.InRange((Driver.Count() - before).DataRequests, 1, 2);
            Assert.Equal(HttpStatusCode.OK, page.Status);
            all.AddRange(page.Json["assets"]!.AsArray().Select(asset => $"{asset!["network"]}:{asset["contractAddress"]}"));
            token = (string?)page.Json["continuation"];
            if (token is not null)
            {
                Assert.Equal(HttpStatusCode.BadRequest, (await Api.GetAsync($"assets?q=x&continuation={token}")).Status);
            }
        }
        while (token is not null);

        Assert.Distinct(all);
        Assert.Equal((await Driver.QueryAsync<object>("registry", "SELECT c.id FROM c WHERE IS_DEFINED(c.contractAddress)")).Count, all.Count);
        var usdc = (await Api.GetAsync($"assets?network=ethereum&q={Usdc}")).Json["assets"]!.AsArray();
        Assert.Equal(all.Contains($"ethereum:{Usdc}"), usdc.Count == 1);
    }

    async Task<IReadOnlyList<JsonNode>> FindAsync(string wallet, string filter)
    {
        var page = (await Api.GetAsync($"wallets/{wallet}/positions?pageSize=500&{filter}")).Json;
        Assert.Null(page["continuation"]);
        return [.. page["positions"]!.AsArray().Select(position => position!)];
    }

    static IEnumerable<string> Ids(IEnumerable<JsonNode> positions) => positions.Select(position => (string)position["id"]!);

    static bool IsSpam(JsonNode position) => (string)position["spam"]!["state"]! == "spam";

    public sealed class SpamStack : ApiStack
    {
        protected override Dictionary<string, string> Settings => new(base.Settings, StringComparer.Ordinal) { ["Sync__Spam__Block"] = $"ethereum:{Uni}" };
    }
}
