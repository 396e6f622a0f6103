using System.Globalization;
using System.Text.Json.Nodes;
using AssetFunctions.Local.Providers.Simulation;
using AssetFunctions.Local.Providers.Samples;
using AssetFunctions.Local.Stack.Tests.Support;
using AssetFunctions.Sync;
using AssetFunctions.Sync.Messaging;
using AssetFunctions.EndToEnd.Tests;

namespace AssetFunctions.Local.Stack.Tests.Commands;

/// <summary>The verbs over a running stack: real HTTP, queues, database and function app.</summary>
public sealed class StackVerbsTests(StackFixture stack) : IClassFixture<StackFixture>
{
    const string Stranger = "0x00000000000000000000000000000000000a11ce";

    static readonly SampleWallet Sample = StackDriver.Samples[0];

    [Fact]
    public async Task Sync_follows_the_runs_to_their_end_and_reports_their_results()
    {
        var table = await stack.Shell().RunAsync("sync", Sample.Address, StackDriver.Samples[1].Address, Sample.Address);
        var json = await stack.Shell().RunAsync("sync", Sample.Address.ToUpperInvariant().Replace("0X", "0x", StringComparison.Ordinal), "--json");

        Assert.Equal((0, string.Empty), (table.ExitCode, table.Error));
        Assert.Equal(2, table.Lines.Count(line => line.Contains("completed", StringComparison.Ordinal)));
        Assert.Contains(WalletAddress.Shorten(Sample.Address), table.Out, StringComparison.Ordinal);
        var run = Assert.Single(json.Json["runs"]!.AsArray())!;
        Assert.Equal(
            ("completed", Sample.Address, Sample.Kept, 0),
            ((string?)run["status"], (string?)run["wallet"], (int)run["counts"]!["positions"]!, (int)run["counts"]!["positionsWritten"]!));
    }

    [Fact]
    public async Task Sync_without_waiting_only_requests_the_runs()
    {
        var result = await stack.Shell().RunAsync("sync", Sample.Address, "--no-wait", "--json");

        Assert.Equal(0, result.ExitCode);
        Assert.NotNull((string?)Assert.Single(result.Json["runs"]!.AsArray())!["runId"]);
    }

    [Fact]
    public async Task Sync_of_a_refused_wallet_fails_with_the_reason_and_the_other_wallet_completes()
    {
        var refused = Wallet(1);
        stack.Driver.Stack.Simulator!.Script(refused, SimulatedFault.Error(400, "Malformed parameter", "This wallet is refused."));

        var result = await stack.Shell().RunAsync("sync", refused, Sample.Address);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(result.Lines, line => line.Contains("failed", StringComparison.Ordinal));
        Assert.Contains($"{WalletAddress.Shorten(refused)}: ", result.Out, StringComparison.Ordinal);
        Assert.Contains(result.Lines, line => line.Contains("completed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Sync_that_takes_too_long_continues_in_the_background()
    {
        var slow = Wallet(2);
        stack.Driver.Stack.Simulator!.Script(slow, new SimulatedFault.Delay(TimeSpan.FromSeconds(20)));

        var result = await stack.Shell().RunAsync("sync", slow, "--timeout", "1", "--json");

        Assert.Equal((1, "running"), (result.ExitCode, (string?)Assert.Single(result.Json["runs"]!.AsArray())!["status"]));
        Assert.Contains("within 1 seconds", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_shows_health_and_every_queue()
    {
        var table = await stack.Shell().RunAsync("status");
        var json = await stack.Shell().RunAsync("status", "--json");

        Assert.Equal((0, string.Empty), (table.ExitCode, table.Error));
        Assert.All([stack.Driver.Stack.Api.ToString(), "ready", "database", .. QueueNames.All], word => Assert.Contains(word, table.Out, StringComparison.Ordinal));
        Assert.Equal("ready", (string?)json.Json["health"]!["status"]);
        Assert.Equal(QueueNames.All, json.Json["queues"]!.AsArray().Select(queue => (string)queue!["queue"]!));
        Assert.All(json.Json["queues"]!.AsArray(), queue => Assert.Equal(0, (int)queue!["poisoned"]!));
    }

    [Fact]
    public async Task Status_without_the_key_shows_why_the_queues_are_missing_and_shows_the_rest()
    {
        var result = await stack.Shell(key: "another-key").RunAsync("status", "--json");

        Assert.Equal((0, "ready"), (result.ExitCode, (string?)result.Json["health"]!["status"]));
        Assert.Null(result.Json["queues"]);
        Assert.Contains("requires a key", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    public async Task Status_of_wallets_shows_their_values_and_that_one_is_unknown(int width)
    {
        var hostile = StackDriver.Samples.Single(sample => sample.Name == "hostile");
        await stack.Shell().RunAsync("sync", hostile.Address);

        var table = await stack.Shell(width).RunAsync("status", hostile.Address, Stranger);
        var json = await stack.Shell(width).RunAsync("status", hostile.Address, Stranger, "--json");

        Assert.Equal((1, 1), (table.ExitCode, json.ExitCode));
        Assert.All(table.Lines, line => Assert.InRange(line.Length, 0, width));
        var (known, unknown) = (json.Json["wallets"]![0]!, json.Json["wallets"]![1]!);
        var net = decimal.Parse((string)known["totals"]!["netUsd"]!, CultureInfo.InvariantCulture);
        Assert.Contains(net.ToString("N2", CultureInfo.InvariantCulture), table.Out, StringComparison.Ordinal);
        Assert.Contains("completed", table.Out, StringComparison.Ordinal);
        Assert.Contains("trash", table.Out, StringComparison.Ordinal);
        Assert.Equal((Stranger, true), ((string?)unknown["wallet"], ((string?)unknown["problem"])!.Contains("is not known", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Positions_follow_the_pages_to_their_end_and_add_up_to_the_totals_of_the_wallet()
    {
        await stack.Shell().RunAsync("sync", Sample.Address);

        var all = (await stack.Shell().RunAsync("positions", Sample.Address, "--all", "--json")).Json;
        var top = (await stack.Shell().RunAsync("positions", Sample.Address, "--top", "3", "--json")).Json;
        var wallet = (await stack.Shell().RunAsync("status", Sample.Address, "--json")).Json["wallets"]![0]!;

        var positions = all["positions"]!.AsArray();
        Assert.Equal((Sample.Kept, Sample.Kept, 3), (positions.Count, (int)all["matching"]!, top["positions"]!.AsArray().Count));
        Assert.Equal(positions.Take(3).Select(Id), top["positions"]!.AsArray().Select(Id));
        Assert.True(JsonNode.DeepEquals(all["totals"], wallet["totals"]), $"{all["totals"]} {wallet["totals"]}");
        Assert.True(JsonNode.DeepEquals(all["totals"], top["totals"]));
        Assert.Equal((string?)wallet["asOf"], (string?)all["asOf"]);
        var values = positions.Select(position => (string?)position!["valueUsd"]).TakeWhile(value => value is not null)
            .Select(value => decimal.Parse(value!, CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(values.OrderDescending(), values);
        Assert.All(positions, position => Assert.Equal(
            (string?)position!["rawAmount"],
            new string([.. ((string)position["amount"]!).Where(char.IsAsciiDigit)]).TrimStart('0').PadRight(((string)position["rawAmount"]!).Length, '0')));
    }

    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    public async Task Positions_fit_the_console_and_can_be_narrowed(int width)
    {
        await stack.Shell().RunAsync("sync", Sample.Address);
        var network = (string)(await stack.Shell().RunAsync("positions", Sample.Address, "--json")).Json["positions"]![0]!["network"]!;

        var table = await stack.Shell(width).RunAsync("positions", Sample.Address, "--network", network, "--min-value", "1");
        var none = await stack.Shell(width).RunAsync("positions", Sample.Address, "--type", "nothing");

        Assert.Equal((0, 0), (table.ExitCode, none.ExitCode));
        Assert.All(table.Lines.SkipLast(2), line => Assert.InRange(line.Length, 0, width));
        Assert.Contains(network, table.Out, StringComparison.Ordinal);
        Assert.StartsWith("0 positions", none.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_override_is_set_shown_replaced_and_removed()
    {
        string[] asset = ["override", "Ethereum", Stranger];
        var none = await stack.Shell().RunAsync(asset);
        Assert.Equal((1, string.Empty, $"The asset ethereum:{Stranger} has no override."), (none.ExitCode, none.Out, none.Error.Trim()));

        var stored = await stack.Shell(80).RunAsync([.. asset, "--state", "spam", "--price", "0.000000000000000001", "--note", "a phishing site"]);
        var shown = await stack.Shell(80).RunAsync(asset);
        Assert.Equal((0, 0, stored.Out), (stored.ExitCode, shown.ExitCode, shown.Out));
        Assert.All(new[] { Stranger, "spam", "a phishing site", "key " }, text => Assert.Contains(text, shown.Out, StringComparison.Ordinal));

        var replaced = await stack.Shell().RunAsync([.. asset, "--price", "1.5", "--note", "pegged", "--json"]);
        Assert.Equal((null, "1.5", "pegged"), ((string?)replaced.Json["state"], (string?)replaced.Json["priceUsd"], (string?)replaced.Json["note"]));
        var refused = await stack.Shell().RunAsync([.. asset, "--price", "0", "--note", "free"]);
        Assert.Equal((2, string.Empty), (refused.ExitCode, refused.Out));
        Assert.Contains("'priceUsd' must be a number", refused.Error, StringComparison.Ordinal);

        var removed = await stack.Shell().RunAsync([.. asset, "--remove"]);
        var again = await stack.Shell().RunAsync([.. asset, "--remove", "--json"]);
        Assert.Equal((0, $"ethereum:{Stranger} is no longer overridden."), (removed.ExitCode, removed.Out.Trim()));
        Assert.Equal((0, false), (again.ExitCode, (bool)again.Json["removed"]!));
    }

    [Fact]
    public async Task An_asset_is_shown_with_its_prices_and_an_unknown_one_is_reported()
    {
        await stack.Shell().RunAsync("sync", Sample.Address);
        var position = (await stack.Shell().RunAsync("positions", Sample.Address, "--json")).Json["positions"]![0]!;
        string[] asset = ["asset", (string)position["network"]!, (string)position["contractAddress"]!, "--history"];

        var table = await stack.Shell(80).RunAsync(asset);
        var json = await stack.Shell().RunAsync([.. asset, "--json"]);
        var unknown = await stack.Shell().RunAsync("asset", "ethereum", Stranger);

        Assert.Equal((0, 0, 1), (table.ExitCode, json.ExitCode, unknown.ExitCode));
        Assert.All([(string)position["symbol"]!, "zerion", "time (UTC)"], word => Assert.Contains(word, table.Out, StringComparison.Ordinal));
        Assert.Equal((string?)position["price"]!["usd"], (string?)json.Json["price"]!["usd"]);
        Assert.NotEmpty(json.Json["prices"]!.AsArray());
        Assert.Contains("The registry has no asset", unknown.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_key_ends_with_code_2_and_is_not_printed()
    {
        var result = await stack.Shell(key: "not-the-key").RunAsync("positions", Sample.Address);

        Assert.Equal((2, string.Empty), (result.ExitCode, result.Out));
        Assert.Contains("ASSETFUNCTIONS_KEY", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("not-the-key", result.Error, StringComparison.Ordinal);
    }

    static string? Id(JsonNode? position) => (string?)position!["id"];

    static string Wallet(int number) => $"0x{number.ToString("x40", CultureInfo.InvariantCulture)}";
}
