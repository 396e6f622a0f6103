using System.Net;
using System.Text.Json.Nodes;
using AssetFunctions.Cli.Api;
using AssetFunctions.Cosmos;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Transactions;
using AssetFunctions.Testing.Fixtures;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using static AssetFunctions.Testing.Fixtures.TransactionExamples;

namespace AssetFunctions.EndToEnd.Tests;

/// <summary>Transactions over real HTTP, queues and database.</summary>
public sealed class TransactionApiTests(TransactionApiTests.SeededStack stack) : IClassFixture<TransactionApiTests.SeededStack>
{
    const string Stranger = "0x00000000000000000000000000000000000a11ce";

    StackDriver Driver => stack.Driver;

    ApiClient Api => stack.Api;

    [Fact]
    public async Task Only_a_run_requested_with_transactions_has_a_history_and_is_followed_to_its_end()
    {
        // On another network than the one whose coin another test expects to be unknown.
        var wallet = ApiStack.Sample("solana");
        await Api.SyncAsync(wallet);
        AssertProblem(await Api.GetAsync($"wallets/{wallet}/transactions"), HttpStatusCode.NotFound, "unknown-transactions");

        var run = Assert.Single(await Driver.SyncAsync([wallet], transactions: true));
        var history = (await Api.GetAsync($"wallets/{wallet}/transactions")).Json["history"]!;
        Assert.Equal((RunStates.Completed, "complete", false), (run.Run.Status, (string?)history["status"], (bool)history["isFetching"]!));
        Assert.Equal((run.Run.RunId, 0), ((string?)history["lastRun"]!["runId"], (int)history["lastRun"]!["unchanged"]!));
        Assert.Equal(((int)history["transactions"]!, true), ((int)history["lastRun"]!["added"]!, (int)history["lastRun"]!["pages"]! > 0));
        Assert.Empty(await Driver.Queue.FindPoisonAsync(default));
    }

    [Fact]
    public async Task Pages_are_newest_first_with_the_names_of_the_registry_and_numbers_as_text()
    {
        var first = (await Api.GetAsync($"wallets/{Stranger}/transactions?pageSize=2")).Json;
        var second = (await Api.GetAsync($"wallets/{Stranger}/transactions?pageSize=2&continuation={first["continuation"]}")).Json;

        Assert.Equal([4L, 3, 1], Nonces(first).Concat(Nonces(second)));
        Assert.Null((string?)second["continuation"]);
        Assert.Equal(("partial", "cut"), ((string?)first["history"]!["status"], (string?)first["history"]!["reason"]));
        Assert.Equal(("2026-03-01T12:00:00.000Z", 4), ((string?)first["history"]!["from"], (int)first["history"]!["transactions"]!));

        var transaction = second["transactions"]![0]!;
        var transfer = transaction["transfers"]![0]!;
        Assert.Equal(("KNOWN", "KNOWN token", "0x1", "1", "1.5"), (
            (string?)transfer["item"]!["symbol"], (string?)transfer["item"]!["assetName"], (string?)transfer["item"]!["contractAddress"],
            (string?)transfer["item"]!["rawAmount"], (string?)transfer["priceUsd"]));
        Assert.Equal(("verified", false, "0.000000000000000001"), (
            (string?)transfer["item"]!["spam"]!["state"], (bool)transfer["poisoning"]!, (string?)transfer["item"]!["amount"]));
        Assert.Equal(("native", null, "21000", "2000.5"), (
            (string?)transaction["fee"]!["item"]!["contractAddress"], (string?)transaction["fee"]!["item"]!["symbol"],
            (string?)transaction["fee"]!["item"]!["rawAmount"], (string?)transaction["fee"]!["priceUsd"]));
        Assert.Equal(("2026-03-01T12:01:00.000Z", false, "test"), (
            (string?)transaction["minedAt"], (bool)transaction["isTrash"]!, (string?)transaction["provider"]));
    }

    [Fact]
    public async Task Filters_are_those_of_the_reader_and_a_read_costs_two_requests()
    {
        foreach (var (filter, expected) in new (string, long[])[]
        {
            ("trash=include", [4, 3, 2, 1]),
            ("trash=only", [2]),
            ("network=base", [3]),
            ("operation=trade", [4]),
            ("asset=Ethereum:0x0000000000000000000000000000000000000ABC", [4]),
            ("asset=ethereum:native", []),
        })
        {
            Assert.Equal((filter, string.Join(',', expected)), (filter, string.Join(',', Nonces((await Api.GetAsync($"wallets/{Stranger}/transactions?{filter}")).Json))));
        }

        var path = $"wallets/{Stranger}/transactions";
        var read = await Api.GetAsync(path);
        var before = Driver.Count();
        var again = await Api.GetAsync(path, read.Headers["ETag"]);

        Assert.Equal((HttpStatusCode.NotModified, "no-store"), (again.Status, read.Headers["Cache-Control"]));
        Assert.InRange((Driver.Count() - before).DataRequests, 1, 2);
    }

    [Fact]
    public async Task Bad_input_and_foreign_continuations_are_refused()
    {
        var token = (string)(await Api.GetAsync($"wallets/{Stranger}/transactions?pageSize=1")).Json["continuation"]!;
        foreach (var (path, kind) in new[]
        {
            ("wallets/0x12/transactions", "invalid-address"),
            ($"wallets/{Stranger}/transactions?pageSize=501", "invalid-parameter"),
            ($"wallets/{Stranger}/transactions?trash=some", "invalid-parameter"),
            ($"wallets/{Stranger}/transactions?trash=1", "invalid-parameter"),
            ($"wallets/{Stranger}/transactions?asset=ethereum", "invalid-parameter"),
            ($"wallets/{Stranger}/transactions?asset=ethereum:0x12", "invalid-parameter"),
            ($"wallets/{Stranger}/transactions?continuation=x", "invalid-continuation"),
            ($"wallets/{Stranger}/transactions?trash=include&continuation={token}", "invalid-continuation"),
            ($"wallets/{Stranger}/transactions?operation=send&continuation={token}", "invalid-continuation"),
            ($"wallets/{StackDriver.Samples[0].Address}/transactions?continuation={token}", "invalid-continuation"),
            ($"wallets/{Stranger}/positions?continuation={token}", "invalid-continuation"),
        })
        {
            AssertProblem(await Api.GetAsync(path), HttpStatusCode.BadRequest, kind);
        }

        AssertProblem(await Api.PostAsync($"wallets/{Stranger}/refresh?transactions=maybe"), HttpStatusCode.BadRequest, "invalid-parameter");
    }

    static IEnumerable<long> Nonces(JsonNode page) => page["transactions"]!.AsArray().Select(transaction => (long)transaction!["nonce"]!);

    static void AssertProblem(ApiReply reply, HttpStatusCode status, string kind) =>
        Assert.Equal((status, $"urn:assetfunctions:problem:{kind}"), (reply.Status, (string?)reply.Json["type"]));

    /// <summary>A stack with four transactions of a wallet, one of them trash, and with one of their assets in the registry.</summary>
    public sealed class SeededStack : ApiStack
    {
        public override async Task InitializeAsync()
        {
            await base.InitializeAsync();
            var configuration = new ConfigurationBuilder()
                .AddInMemoryCollection([KeyValuePair.Create("Cosmos:ConnectionString", (string?)Driver.Stack.Cosmos.ConnectionString)])
                .Build();
            await using var services = new ServiceCollection().AddCosmosStores(configuration).BuildServiceProvider();
            await services.GetRequiredService<IAssetRegistry>().CreateAsync("ethereum", [AssetExamples.Asset("ethereum", "0x1", facts: AssetExamples.Facts("KNOWN"))], default);
            WalletTransaction[] rows =
            [
                Transaction(1), Transaction(2, isTrash: true), Transaction(3, network: "base"),
                Transaction(4, operation: "trade") with { Approvals = [new TransactionApproval { Item = Item("0x0000000000000000000000000000000000000abc", 1) }] },
            ];
            Assert.True(await services.GetRequiredService<ITransactionStore>().CommitAsync(
                Commit(Stranger, version: null, rows, next: History() with { Reason = "cut" }), default));
        }
    }
}
