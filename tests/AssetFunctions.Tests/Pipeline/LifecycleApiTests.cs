using System.Net;
using System.Text.Json.Nodes;
using AssetFunctions.Local.Stack.Samples;
using AssetFunctions.Sync.Pipeline;

namespace AssetFunctions.Tests.Pipeline;

/// <summary>The life of wallets over real HTTP, queues and database, with two function apps.</summary>
public sealed class LifecycleApiTests : IAsyncLifetime, IDisposable
{
    const string Key = "a-key-of-the-tests";
    const string MasterKey = "the-master-key-of-the-tests";
    const string Stranger = "0x00000000000000000000000000000000000a11ce";

    static readonly string Wallet = StackDriver.Samples[0].Address;

    StackDriver? _driver;
    ApiClient? _api;
    ApiClient? _other;

    StackDriver Driver => _driver!;

    ApiClient Api => _api!;

    public async Task InitializeAsync()
    {
        _driver = await StackDriver.StartAsync(instances: 2, settings: new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["AzureFunctions__Keys__default"] = Key,
            ["AzureFunctions__Keys___master"] = MasterKey,
            ["Api__TokenKey"] = "shared-by-both-instances",
            ["SyncSchedule"] = "*/1 * * * * *",
            ["Sync__Refresh__MinAgeSeconds"] = "3600",
        });
        _api = new ApiClient(_driver, Key);
        _other = new ApiClient(_driver, Key, _driver.Stack.Apps[1].Api);
        await _api.ReadyAsync();
        await _other.ReadyAsync();
    }

    public void Dispose()
    {
        _api?.Dispose();
        _other?.Dispose();
    }

    public async Task DisposeAsync()
    {
        if (_driver is not null)
        {
            await _driver.DisposeAsync();
        }
    }

    [SkippableFact]
    public async Task Two_hundred_refreshes_of_one_wallet_at_two_instances_are_one_run()
    {
        var replies = await Task.WhenAll(Enumerable.Range(0, 200).Select(number =>
            (number % 2 == 0 ? _api! : _other!).PostAsync($"wallets/{Wallet}/refresh")));

        Assert.All(replies, reply => Assert.Equal((bool)reply.Json["fresh"]! ? HttpStatusCode.OK : HttpStatusCode.Accepted, reply.Status));
        var runId = Assert.Single(replies.Select(reply => (string?)reply.Json["runId"]).Distinct(StringComparer.Ordinal));
        Assert.Single(replies, reply => !(bool)reply.Json["joined"]! && !(bool)reply.Json["fresh"]!);
        var run = await Api.FollowAsync($"syncs/{Wallet}/{runId}");
        Assert.Equal(("completed", runId), ((string?)run["status"], (string?)run["runId"]));
        Assert.Equal(1, await Driver.CountRunsAsync(Wallet));

        var fresh = await Api.PostAsync($"wallets/{Wallet}/refresh");
        Assert.Equal((HttpStatusCode.OK, runId, true, "completed"), (fresh.Status, (string?)fresh.Json["runId"], (bool)fresh.Json["fresh"]!, (string?)fresh.Json["status"]));
        Assert.NotEqual(runId, (string?)(await Api.SyncAsync(Wallet))["runId"]);
    }

    [SkippableFact]
    public async Task Messages_without_a_run_id_join_the_run_that_is_on_its_way()
    {
        var wallet = new SyntheticWallet(1, 10);
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Driver.Stack.Replay!.Serve(wallet.Address, async (page, token) =>
        {
            asked.TrySetResult();
            await answer.Task.WaitAsync(token);
            await wallet.WriteAsync(page, token);
        });
        var request = new SyncRequest { Version = SyncRequest.CurrentVersion, Wallet = wallet.Address };
        await Driver.Queue.SendAsync(request, default);
        await asked.Task;

        for (var message = 0; message < 10; message++)
        {
            await Driver.Queue.SendAsync(request, default);
        }

        var refresh = await Api.PostAsync($"wallets/{wallet.Address}/refresh?force=true");
        Assert.True((bool)refresh.Json["joined"]!);
        await Driver.WaitAsync(() => Driver.WaitingIn(QueueNames.SyncRequests) == 1, "not every message joined the run");
        answer.SetResult();

        Assert.Equal("completed", (string?)(await Api.FollowAsync(refresh.Headers["Location"]))["status"]);
        Assert.Equal(1, await Driver.CountRunsAsync(wallet.Address));
    }

    [SkippableFact]
    public async Task A_registered_wallet_is_synced_on_its_networks_by_the_schedule_until_it_is_paused()
    {
        var created = await Api.RegisterAsync($$"""{"wallet": "{{Wallet.ToUpperInvariant().Replace("0X", "0x", StringComparison.Ordinal)}}", "label": "  main ", "networks": ["Ethereum"], "intervalMinutes": 15}""");
        Assert.Equal((HttpStatusCode.Created, $"/api/wallets/{Wallet}", "\"1\""), (created.Status, created.Headers["Location"], created.Headers["ETag"]));
        Assert.Equal(("main", "ethereum", 15), Registered(created.Json));

        var wallet = await UntilAsync($"wallets/{Wallet}", json => (string?)json["lastRun"]?["status"] == "completed");

        Assert.StartsWith("due-", (string?)wallet["lastRun"]!["runId"], StringComparison.Ordinal);
        Assert.Equal(("main", "ethereum", 15), Registered(wallet));
        Assert.True(DateTimeOffset.Parse((string)wallet["schedule"]!["dueAt"]!) > DateTimeOffset.Parse((string)wallet["lastRun"]!["startedAt"]!));
        var positions = (await Api.GetAsync($"wallets/{Wallet}/positions?pageSize=500")).Json["positions"]!.AsArray();
        Assert.All(positions, position => Assert.Equal("ethereum", (string?)position!["network"]));

        var paused = await Api.RegisterAsync($$"""{"wallet": "{{Wallet}}", "paused": true}""", ("If-Match", "\"1\""));
        Assert.Equal((HttpStatusCode.OK, "\"2\"", true), (paused.Status, paused.Headers["ETag"], (bool)paused.Json["registration"]!["paused"]!));
        Assert.Null(paused.Json["schedule"]!["dueAt"]);
        Assert.Equal(("main", "ethereum", 15), Registered(paused.Json));
    }

    [SkippableFact]
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

        Assert.Equal(wallets, listed.Order(StringComparer.Ordinal));
        AssertProblem(await Api.GetAsync("wallets?continuation=x.y"), HttpStatusCode.BadRequest, "invalid-continuation");
        AssertProblem(await Api.GetAsync("wallets?pageSize=201"), HttpStatusCode.BadRequest, "invalid-parameter");
    }

    [SkippableFact]
    public async Task A_deleted_wallet_is_gone_with_everything_about_it_and_can_come_back()
    {
        var runId = (await Api.SyncWithTransactionsAsync(Driver, Wallet))["runId"];
        Assert.NotEmpty(await Driver.QueryAsync<JsonNode>("wallets", $"SELECT c.id FROM c WHERE c.wallet = \"{Wallet}\" AND c.id != \"wallet\""));

        var accepted = await Api.SendAsync(HttpMethod.Delete, $"wallets/{Wallet}");
        Assert.Equal((HttpStatusCode.Accepted, $"/api/wallets/{Wallet}/deletion"), (accepted.Status, accepted.Headers["Location"]));
        var done = await UntilAsync(accepted.Headers["Location"], json => (string?)json["status"] == "deleted");

        Assert.True((int)done["removed"]! > 0);
        Assert.NotNull(done["doneAt"]);
        Assert.Empty(await Driver.QueryAsync<JsonNode>("wallets", $"SELECT c.id FROM c WHERE c.wallet = \"{Wallet}\" AND c.id != \"wallet\""));
        foreach (var path in new[] { string.Empty, "/positions", "/history", "/history?current=true", "/transactions" })
        {
            AssertProblem(await Api.GetAsync($"wallets/{Wallet}{path}"), HttpStatusCode.Gone, "deleted");
        }

        AssertProblem(await Api.GetAsync($"syncs/{Wallet}/{runId}"), HttpStatusCode.Gone, "deleted");
        Assert.Equal(HttpStatusCode.OK, (await Api.SendAsync(HttpMethod.Delete, $"wallets/{Wallet}")).Status);

        Assert.Equal("completed", (string?)(await Api.SyncAsync(Wallet))["status"]);
        Assert.Equal(HttpStatusCode.OK, (await Api.GetAsync($"wallets/{Wallet}")).Status);
    }

    [SkippableFact]
    public async Task A_wallet_that_is_being_deleted_is_neither_registered_nor_synced()
    {
        await Api.SyncAsync(Wallet);
        await Driver.PatchAsync("wallets", Wallet, "wallet", "/deletion", new { askedMs = 1, removed = 0 });

        AssertProblem(await Api.RegisterAsync($$"""{"wallet": "{{Wallet}}"}"""), HttpStatusCode.Conflict, "deleting");
        AssertProblem(await Api.PostAsync($"wallets/{Wallet}/refresh?force=true"), HttpStatusCode.Conflict, "deleting");
        AssertProblem(await Api.GetAsync($"wallets/{Wallet}"), HttpStatusCode.Gone, "deleted");
        Assert.Equal("deleting", (string?)(await Api.GetAsync($"wallets/{Wallet}/deletion")).Json["status"]);

        // Asking again sends the request for the removal again, whatever became of the first one.
        Assert.Equal(HttpStatusCode.Accepted, (await Api.SendAsync(HttpMethod.Delete, $"wallets/{Wallet}")).Status);
        await UntilAsync($"wallets/{Wallet}/deletion", json => (string?)json["status"] == "deleted");
    }

    [SkippableFact]
    public async Task Who_joins_a_run_or_is_served_by_a_fresh_one_gets_the_transactions_too()
    {
        await Api.SyncAsync(Wallet);
        AssertProblem(await Api.GetAsync($"wallets/{Wallet}/transactions"), HttpStatusCode.NotFound, "unknown-transactions");

        Assert.True((bool)(await Api.PostAsync($"wallets/{Wallet}/refresh?transactions=true")).Json["fresh"]!);

        var page = await UntilAsync($"wallets/{Wallet}/transactions", json => !(bool)json["history"]!["isFetching"]!);
        Assert.NotEmpty(page["transactions"]!.AsArray());
    }

    [SkippableFact]
    public async Task A_poisoned_message_fails_its_run_and_completes_it_when_it_is_put_back()
    {
        var refresh = await Api.PostAsync($"wallets/{Stranger}/refresh");
        var runId = (string)refresh.Json["runId"]!;
        await Driver.PoisonAsync(QueueNames.SyncRequests, MessageCodec.Encode(new SyncRequest { Version = SyncRequest.CurrentVersion, Wallet = Wallet, RunId = "poisoned" }));

        var failed = await UntilAsync($"syncs/{Wallet}/poisoned", json => (string?)json["status"] == "failed");

        Assert.Contains("sync-requests-poison", (string?)failed["reason"], StringComparison.Ordinal);
        Assert.Equal(1, (await Driver.Queue.FindPoisonAsync(default)).Single().Messages);
        Assert.Equal(HttpStatusCode.OK, (await Api.GetAsync($"syncs/{Stranger}/{runId}")).Status);
        var queues = (await Api.GetAsync("queues")).Json["queues"]!.AsArray();
        Assert.Equal(QueueNames.All, queues.Select(queue => (string)queue!["queue"]!));
        Assert.Equal(1, (int)queues.Single(queue => (string)queue!["queue"]! == QueueNames.SyncRequests)!["poisoned"]!);
        using var master = new ApiClient(Driver, MasterKey);
        var replay = $"queues/{QueueNames.SyncRequests}/replay";
        Assert.Equal(HttpStatusCode.Unauthorized, (await Api.PostAsync(replay)).Status);
        AssertProblem(await master.PostAsync("queues/sync-nothing/replay"), HttpStatusCode.NotFound, "unknown-queue");
        AssertProblem(await master.PostAsync($"{replay}?max=0"), HttpStatusCode.BadRequest, "invalid-parameter");
        Assert.Equal(1, (int)(await master.PostAsync($"{replay}?max=10")).Json["replayed"]!);
        await UntilAsync($"syncs/{Wallet}/poisoned", json => (string?)json["status"] == "completed");
        Assert.Empty(await Driver.Queue.FindPoisonAsync(default));
    }

    [SkippableFact]
    public async Task Bad_input_conflicts_and_what_is_not_there_are_problems()
    {
        foreach (var (body, kind) in new[]
        {
            ("", "invalid-body"),
            ("null", "invalid-body"),
            ("[1]", "invalid-body"),
            ($$"""{"wallet": "{{Wallet}}", "interval": 5}""", "invalid-body"),
            ($$"""{"wallet": "{{Wallet}}", "intervalMinutes": "15"}""", "invalid-body"),
            ($$"""{"wallet": "{{Wallet}}", "label": "{{new string('a', 20_000)}}"}""", "invalid-body"),
            ("{}", "invalid-address"),
            ("""{"wallet": "0x12"}""", "invalid-address"),
            ($$"""{"wallet": "{{Wallet}}", "intervalMinutes": 9}""", "invalid-parameter"),
            ($$"""{"wallet": "{{Wallet}}", "intervalMinutes": 10081}""", "invalid-parameter"),
            ($$"""{"wallet": "{{Wallet}}", "networks": ["eth mainnet"]}""", "invalid-parameter"),
            ($$"""{"wallet": "{{Wallet}}", "networks": [null]}""", "invalid-parameter"),
        })
        {
            AssertProblem(await Api.RegisterAsync(body), HttpStatusCode.BadRequest, kind);
        }

        var plain = $$"""{"wallet": "{{Stranger}}", "paused": true}""";
        AssertProblem(await Api.RegisterAsync(plain, ("If-Match", "x")), HttpStatusCode.BadRequest, "invalid-parameter");
        AssertProblem(await Api.RegisterAsync(plain, ("If-Match", "\"1\"")), HttpStatusCode.PreconditionFailed, "outdated");
        Assert.Equal(HttpStatusCode.Created, (await Api.RegisterAsync(plain, ("If-None-Match", "*"))).Status);
        AssertProblem(await Api.RegisterAsync(plain, ("If-None-Match", "*")), HttpStatusCode.PreconditionFailed, "outdated");
        AssertProblem(await Api.RegisterAsync(plain, ("If-Match", "\"2\"")), HttpStatusCode.PreconditionFailed, "outdated");

        AssertProblem(await Api.PostAsync($"wallets/{Wallet}/refresh?force=yes"), HttpStatusCode.BadRequest, "invalid-parameter");
        AssertProblem(await Api.SendAsync(HttpMethod.Delete, "wallets/0x12"), HttpStatusCode.BadRequest, "invalid-address");
        AssertProblem(await Api.GetAsync("wallets/0x12/deletion"), HttpStatusCode.BadRequest, "invalid-address");
        AssertProblem(await Api.SendAsync(HttpMethod.Delete, $"wallets/{Wallet}"), HttpStatusCode.NotFound, "unknown-wallet");
        AssertProblem(await Api.GetAsync($"wallets/{Wallet}/deletion"), HttpStatusCode.NotFound, "unknown-deletion");
    }

    async Task<JsonNode> UntilAsync(string path, Func<JsonNode, bool> condition)
    {
        var reply = await Api.GetAsync(path);
        for (var patience = 1200; !(reply.Status == HttpStatusCode.OK && condition(reply.Json)); patience--)
        {
            Assert.True(patience > 0, $"{path}: {reply.Text}");
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
            reply = await Api.GetAsync(path);
        }

        return reply.Json;
    }

    static (string? Label, string? Network, double Minutes) Registered(JsonNode wallet) => (
        (string?)wallet["registration"]!["label"],
        (string?)Assert.Single(wallet["registration"]!["networks"]!.AsArray()),
        (double)wallet["registration"]!["intervalMinutes"]!);

    static void AssertProblem(ApiReply reply, HttpStatusCode status, string kind) =>
        Assert.Equal((status, $"urn:assetfunctions:problem:{kind}"), (reply.Status, (string?)reply.Json["type"]));
}
