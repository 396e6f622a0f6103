using System.Net;
using System.Text.Json.Nodes;
using AssetFunctions.Local.Providers.Samples;
using AssetFunctions.Sync.Messaging;
using AssetFunctions.Testing.Time;

namespace AssetFunctions.EndToEnd.Tests;

/// <summary>The lifecycle of wallets over real HTTP, queues and database, with two function apps.</summary>
public sealed class LifecycleApiTests(LifecycleApiTests.TwoInstances stack) : IClassFixture<LifecycleApiTests.TwoInstances>
{
    const string Stranger = "0x00000000000000000000000000000000000a11ce";
    const string Newcomer = "0x0000000000000000000000000000000000000b0b";
    const string Unknown = "0x0000000000000000000000000000000000000cab";

    StackDriver Driver => stack.Driver;

    ApiClient Api => stack.Api;

    [Fact]
    public async Task Two_hundred_refreshes_of_one_wallet_at_two_instances_are_one_run()
    {
        var wallet = ApiStack.Sample("shared");
        var replies = await Task.WhenAll(Enumerable.Range(0, 200).Select(number =>
            (number % 2 == 0 ? Api : stack.Other).PostAsync($"wallets/{wallet}/refresh")));

        Assert.All(replies, reply => Assert.Equal((bool)reply.Json["fresh"]! ? HttpStatusCode.OK : HttpStatusCode.Accepted, reply.Status));
        var runId = Assert.Single(replies.Select(reply => (string?)reply.Json["runId"]).Distinct(StringComparer.Ordinal));
        Assert.Single(replies, reply => !(bool)reply.Json["joined"]! && !(bool)reply.Json["fresh"]!);
        var run = await Api.FollowAsync($"syncs/{wallet}/{runId}");
        Assert.Equal(("completed", runId), ((string?)run["status"], (string?)run["runId"]));
        Assert.Equal(1, await Driver.CountRunsAsync(wallet));

        var fresh = await Api.PostAsync($"wallets/{wallet}/refresh");
        Assert.Equal((HttpStatusCode.OK, runId, true, "completed"), (fresh.Status, (string?)fresh.Json["runId"], (bool)fresh.Json["fresh"]!, (string?)fresh.Json["status"]));
        Assert.NotEqual(runId, (string?)(await Api.SyncAsync(wallet))["runId"]);
    }

    [Fact]
    public async Task Messages_without_a_run_id_join_the_run_in_progress()
    {
        var wallet = new SyntheticWallet(1, 10);
        var requested = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var response = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Driver.Stack.Simulator!.Serve(wallet.Address, async (page, token) =>
        {
            requested.TrySetResult();
            await response.Task.WaitAsync(token);
            await wallet.WriteAsync(page, token);
        });
        var request = new SyncRequest { Version = SyncRequest.CurrentVersion, Wallet = wallet.Address };
        await Driver.Queue.SendAsync(request, default);
        await requested.Task;

        for (var message = 0; message < 10; message++)
        {
            await Driver.Queue.SendAsync(request, default);
        }

        var refresh = await Api.PostAsync($"wallets/{wallet.Address}/refresh?force=true");
        Assert.True((bool)refresh.Json["joined"]!);
        await Driver.WaitAsync(() => Driver.WaitingIn(QueueNames.SyncRequests) == 1, "not every message joined the run");
        response.SetResult();

        Assert.Equal("completed", (string?)(await Api.FollowAsync(refresh.Headers["Location"]))["status"]);
        Assert.Equal(1, await Driver.CountRunsAsync(wallet.Address));
    }

    [Fact]
    public async Task A_registered_wallet_is_synced_on_its_networks_by_the_schedule_until_it_is_paused()
    {
        var wallet = ApiStack.Sample("twelve-networks");
        var created = await Api.RegisterAsync($$"""{"wallet": "{{wallet.ToUpperInvariant().Replace("0X", "0x", StringComparison.Ordinal)}}", "label": "  main ", "networks": ["Ethereum"], "intervalMinutes": 15}""");
        Assert.Equal((HttpStatusCode.Created, $"/api/wallets/{wallet}", "\"1\""), (created.Status, created.Headers["Location"], created.Headers["ETag"]));
        Assert.Equal(("main", "ethereum", 15), Registered(created.Json));

        var synced = await UntilAsync($"wallets/{wallet}", json => (string?)json["lastRun"]?["status"] == "completed");

        Assert.StartsWith("due-", (string?)synced["lastRun"]!["runId"], StringComparison.Ordinal);
        Assert.Equal(("main", "ethereum", 15), Registered(synced));
        Assert.True(DateTimeOffset.Parse((string)synced["schedule"]!["dueAt"]!) > DateTimeOffset.Parse((string)synced["lastRun"]!["startedAt"]!));
        var positions = (await Api.GetAsync($"wallets/{wallet}/positions?pageSize=500")).Json["positions"]!.AsArray();
        Assert.All(positions, position => Assert.Equal("ethereum", (string?)position!["network"]));

        var paused = await Api.RegisterAsync($$"""{"wallet": "{{wallet}}", "paused": true}""", ("If-Match", "\"1\""));
        Assert.Equal((HttpStatusCode.OK, "\"2\"", true), (paused.Status, paused.Headers["ETag"], (bool)paused.Json["registration"]!["paused"]!));
        Assert.Null(paused.Json["schedule"]!["dueAt"]);
        Assert.Equal(("main", "ethereum", 15), Registered(paused.Json));
    }

    [Fact]
    public async Task Wallets_are_listed_once_over_all_pages()
    {
        var wallets = Enumerable.Range(1, 12).Select(number => $"0x{number:x40}").ToList();
        foreach (var wallet in wallets)
        {
            Assert.Equal(HttpStatusCode.Created, (await Api.RegisterAsync($$"""{"wallet": "{{wallet}}", "paused": true}""")).Status);
        }

        var listed = new List<string?>();
        string? token = null;
        do
        {
            var page = await Api.GetAsync($"wallets?pageSize=5{(token is null ? string.Empty : $"&continuation={token}")}");
            Assert.Equal(HttpStatusCode.OK, page.Status);
            listed.AddRange(page.Json["wallets"]!.AsArray().Select(entry => (string?)entry!["wallet"]));
            token = (string?)page.Json["continuation"];
        }
        while (token is not null);

        Assert.Equal(wallets, listed.OfType<string>().Where(wallets.Contains).Order(StringComparer.Ordinal));
        AssertProblem(await Api.GetAsync("wallets?continuation=x.y"), HttpStatusCode.BadRequest, "invalid-continuation");
        AssertProblem(await Api.GetAsync("wallets?pageSize=201"), HttpStatusCode.BadRequest, "invalid-parameter");
    }

    [Fact]
    public async Task A_deleted_wallet_is_removed_with_all_its_data_and_can_be_registered_again()
    {
        var wallet = ApiStack.Sample("one-network");
        var runId = (await Api.SyncWithTransactionsAsync(Driver, wallet))["runId"];
        Assert.NotEmpty(await Driver.QueryAsync<JsonNode>("wallets", $"SELECT c.id FROM c WHERE c.wallet = \"{wallet}\" AND c.id != \"wallet\""));

        var accepted = await Api.SendAsync(HttpMethod.Delete, $"wallets/{wallet}");
        Assert.Equal((HttpStatusCode.Accepted, $"/api/wallets/{wallet}/deletion"), (accepted.Status, accepted.Headers["Location"]));
        var done = await UntilAsync(accepted.Headers["Location"], json => (string?)json["status"] == "deleted");

        Assert.True((int)done["removed"]! > 0);
        Assert.NotNull(done["doneAt"]);
        Assert.Empty(await Driver.QueryAsync<JsonNode>("wallets", $"SELECT c.id FROM c WHERE c.wallet = \"{wallet}\" AND c.id != \"wallet\""));
        foreach (var path in new[] { string.Empty, "/positions", "/history", "/history?current=true", "/transactions" })
        {
            AssertProblem(await Api.GetAsync($"wallets/{wallet}{path}"), HttpStatusCode.Gone, "deleted");
        }

        AssertProblem(await Api.GetAsync($"syncs/{wallet}/{runId}"), HttpStatusCode.Gone, "deleted");
        Assert.Equal(HttpStatusCode.OK, (await Api.SendAsync(HttpMethod.Delete, $"wallets/{wallet}")).Status);

        Assert.Equal("completed", (string?)(await Api.SyncAsync(wallet))["status"]);
        Assert.Equal(HttpStatusCode.OK, (await Api.GetAsync($"wallets/{wallet}")).Status);
    }

    [Fact]
    public async Task A_wallet_that_is_being_deleted_is_neither_registered_nor_synced()
    {
        var wallet = ApiStack.Sample("trash");
        await Api.SyncAsync(wallet);
        await Driver.PatchAsync("wallets", wallet, "wallet", "/deletion", new { askedMs = 1, removed = 0 });

        AssertProblem(await Api.RegisterAsync($$"""{"wallet": "{{wallet}}"}"""), HttpStatusCode.Conflict, "deleting");
        AssertProblem(await Api.PostAsync($"wallets/{wallet}/refresh?force=true"), HttpStatusCode.Conflict, "deleting");
        AssertProblem(await Api.GetAsync($"wallets/{wallet}"), HttpStatusCode.Gone, "deleted");
        Assert.Equal("deleting", (string?)(await Api.GetAsync($"wallets/{wallet}/deletion")).Json["status"]);

        // A second deletion sends the removal request again, whatever happened to the first one.
        Assert.Equal(HttpStatusCode.Accepted, (await Api.SendAsync(HttpMethod.Delete, $"wallets/{wallet}")).Status);
        await UntilAsync($"wallets/{wallet}/deletion", json => (string?)json["status"] == "deleted");
    }

    [Fact]
    public async Task A_caller_that_joins_a_run_or_gets_a_fresh_one_gets_the_transactions_too()
    {
        var wallet = ApiStack.Sample("solana");
        await Api.SyncAsync(wallet);
        AssertProblem(await Api.GetAsync($"wallets/{wallet}/transactions"), HttpStatusCode.NotFound, "unknown-transactions");

        Assert.True((bool)(await Api.PostAsync($"wallets/{wallet}/refresh?transactions=true")).Json["fresh"]!);

        var page = await UntilAsync($"wallets/{wallet}/transactions", json => !(bool)json["history"]!["isFetching"]!);
        Assert.NotEmpty(page["transactions"]!.AsArray());
    }

    [Fact]
    public async Task A_poisoned_message_fails_its_run_and_completes_it_when_replayed()
    {
        var wallet = ApiStack.Sample("protocols");
        var refresh = await Api.PostAsync($"wallets/{Stranger}/refresh");
        var runId = (string)refresh.Json["runId"]!;
        await Driver.PoisonAsync(QueueNames.SyncRequests, MessageCodec.Encode(new SyncRequest { Version = SyncRequest.CurrentVersion, Wallet = wallet, RunId = "poisoned" }));

        var failed = await UntilAsync($"syncs/{wallet}/poisoned", json => (string?)json["status"] == "failed");

        Assert.Contains("sync-requests-poison", (string?)failed["reason"], StringComparison.Ordinal);
        Assert.Equal(1, (await Driver.Queue.FindPoisonAsync(default)).Single().Messages);
        Assert.Equal(HttpStatusCode.OK, (await Api.GetAsync($"syncs/{Stranger}/{runId}")).Status);
        var queues = (await Api.GetAsync("queues")).Json["queues"]!.AsArray();
        Assert.Equal(QueueNames.All, queues.Select(queue => (string)queue!["queue"]!));
        Assert.Equal(1, (int)queues.Single(queue => (string)queue!["queue"]! == QueueNames.SyncRequests)!["poisoned"]!);
        using var master = new ApiClient(Driver, ApiStack.MasterKey);
        var replay = $"queues/{QueueNames.SyncRequests}/replay";
        Assert.Equal(HttpStatusCode.Unauthorized, (await Api.PostAsync(replay)).Status);
        AssertProblem(await master.PostAsync("queues/sync-nothing/replay"), HttpStatusCode.NotFound, "unknown-queue");
        AssertProblem(await master.PostAsync($"{replay}?max=0"), HttpStatusCode.BadRequest, "invalid-parameter");
        Assert.Equal(1, (int)(await master.PostAsync($"{replay}?max=10")).Json["replayed"]!);
        await UntilAsync($"syncs/{wallet}/poisoned", json => (string?)json["status"] == "completed");
        Assert.Empty(await Driver.Queue.FindPoisonAsync(default));
    }

    [Fact]
    public async Task Bad_input_conflicts_and_unknown_resources_are_problems()
    {
        foreach (var (body, kind) in new[]
        {
            ("", "invalid-body"),
            ("null", "invalid-body"),
            ("[1]", "invalid-body"),
            ($$"""{"wallet": "{{Unknown}}", "interval": 5}""", "invalid-body"),
            ($$"""{"wallet": "{{Unknown}}", "intervalMinutes": "15"}""", "invalid-body"),
            ($$"""{"wallet": "{{Unknown}}", "label": "{{new string('a', 20_000)}}"}""", "invalid-body"),
            ("{}", "invalid-address"),
            ("""{"wallet": "0x12"}""", "invalid-address"),
            ($$"""{"wallet": "{{Unknown}}", "intervalMinutes": 9}""", "invalid-parameter"),
            ($$"""{"wallet": "{{Unknown}}", "intervalMinutes": 10081}""", "invalid-parameter"),
            ($$"""{"wallet": "{{Unknown}}", "networks": ["eth mainnet"]}""", "invalid-parameter"),
            ($$"""{"wallet": "{{Unknown}}", "networks": [null]}""", "invalid-parameter"),
        })
        {
            AssertProblem(await Api.RegisterAsync(body), HttpStatusCode.BadRequest, kind);
        }

        var plain = $$"""{"wallet": "{{Newcomer}}", "paused": true}""";
        AssertProblem(await Api.RegisterAsync(plain, ("If-Match", "x")), HttpStatusCode.BadRequest, "invalid-parameter");
        AssertProblem(await Api.RegisterAsync(plain, ("If-Match", "\"1\"")), HttpStatusCode.PreconditionFailed, "outdated");
        Assert.Equal(HttpStatusCode.Created, (await Api.RegisterAsync(plain, ("If-None-Match", "*"))).Status);
        AssertProblem(await Api.RegisterAsync(plain, ("If-None-Match", "*")), HttpStatusCode.PreconditionFailed, "outdated");
        AssertProblem(await Api.RegisterAsync(plain, ("If-Match", "\"2\"")), HttpStatusCode.PreconditionFailed, "outdated");

        AssertProblem(await Api.PostAsync($"wallets/{Unknown}/refresh?force=yes"), HttpStatusCode.BadRequest, "invalid-parameter");
        AssertProblem(await Api.SendAsync(HttpMethod.Delete, "wallets/0x12"), HttpStatusCode.BadRequest, "invalid-address");
        AssertProblem(await Api.GetAsync("wallets/0x12/deletion"), HttpStatusCode.BadRequest, "invalid-address");
        AssertProblem(await Api.SendAsync(HttpMethod.Delete, $"wallets/{Unknown}"), HttpStatusCode.NotFound, "unknown-wallet");
        AssertProblem(await Api.GetAsync($"wallets/{Unknown}/deletion"), HttpStatusCode.NotFound, "unknown-deletion");
    }

    async Task<JsonNode> UntilAsync(string path, Func<JsonNode, bool> condition) =>
        (await Eventually.GetAsync(() => Api.GetAsync(path), reply => reply.Status == HttpStatusCode.OK && condition(reply.Json), limit: ApiClient.Patience)).Json;

    static (string? Label, string? Network, double Minutes) Registered(JsonNode wallet) => (
        (string?)wallet["registration"]!["label"],
        (string?)Assert.Single(wallet["registration"]!["networks"]!.AsArray()),
        (double)wallet["registration"]!["intervalMinutes"]!);

    static void AssertProblem(ApiReply reply, HttpStatusCode status, string kind) =>
        Assert.Equal((status, $"urn:assetfunctions:problem:{kind}"), (reply.Status, (string?)reply.Json["type"]));

    public sealed class TwoInstances : ApiStack
    {
        ApiClient? _other;

        /// <summary>A caller of the second instance.</summary>
        internal ApiClient Other => _other ??= new ApiClient(Driver, Key, Driver.Stack.Apps[1].Api);

        protected override int Instances => 2;

        protected override Dictionary<string, string> Settings => new(base.Settings, StringComparer.Ordinal)
        {
            ["SyncSchedule"] = "*/1 * * * * *",
            ["Sync__Refresh__MinAgeSeconds"] = "3600",
        };

        public override void Dispose()
        {
            _other?.Dispose();
            base.Dispose();
        }
    }
}
