using System.Text.Json.Nodes;
using AssetFunctions.Cli.Tests.Support;
using AssetFunctions.Testing.Time;

namespace AssetFunctions.Cli.Tests.Commands;

/// <summary><c>sync</c> against a deployment that fails now and then.</summary>
public sealed class SyncVerbTests
{
    const string First = "0x0000000000000000000000000000000000000001";
    const string Second = "0x0000000000000000000000000000000000000002";
    const string Third = "0x0000000000000000000000000000000000000003";
    const string Busy = "The database does not respond.";

    static readonly string[] AllCompleted = ["completed", "completed", "completed"];

    [Fact]
    public async Task Transient_failures_while_runs_are_requested_are_retried()
    {
        await using var api = await ScriptedApi.StartAsync(call => call switch
        {
            { IsStatus: false, Wallet: Second, Number: 1 } => ApiReply.Problem(503, Busy),
            { IsStatus: false, Wallet: Third, Number: < 3 } => ApiReply.Lost,
            _ => null,
        });

        var result = await SyncAsync(api);

        Assert.Equal((0, string.Empty), (result.ExitCode, result.Error));
        Assert.Equal(AllCompleted, Statuses(result));
    }

    [Theory]
    [InlineData(503, "--timeout", "20")]
    [InlineData(401, "--timeout", "60")]
    [InlineData(409, "--timeout", "60")]
    public async Task Wallet_whose_request_fails_is_refused_with_the_reason_and_the_others_are_followed_to_their_end(int status, params string[] options)
    {
        await using var api = await ScriptedApi.StartAsync(call => call switch
        {
            { IsStatus: false, Wallet: Second } => ApiReply.Problem(status, Busy),
            { IsStatus: true, Number: < 3 } => ApiReply.Run(call.Wallet, "running"),
            _ => null,
        });

        var result = await SyncOnClockAsync(api, new ManualTimeProvider(), options);

        Assert.Equal((1, string.Empty), (result.ExitCode, result.Error));
        Assert.Equal(["completed", "refused", "completed"], Statuses(result));
        Assert.Equal((Second, true), ((string?)Run(result, 1)["wallet"], ((string?)Run(result, 1)["reason"])!.Contains(status == 401 ? "requires a key" : Busy, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_refused_wallet_is_in_the_table_with_its_reason_below()
    {
        await using var api = await ScriptedApi.StartAsync(call => call is { IsStatus: false, Wallet: First } ? ApiReply.Problem(410, "It is deleted.") : null);

        var result = await ShellOf(api).RunAsync("sync", First, Second);

        Assert.Equal(1, result.ExitCode);
        Assert.Single(result.Lines, line => line.Contains("refused", StringComparison.Ordinal));
        Assert.Single(result.Lines, line => line.Contains("completed", StringComparison.Ordinal));
        Assert.Contains("0x0000…0001: It is deleted.", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_that_keeps_failing_is_abandoned_long_before_the_timeout_of_the_runs()
    {
        await using var api = await ScriptedApi.StartAsync(call => call switch
        {
            { IsStatus: false, Wallet: First } => ApiReply.Problem(503, Busy),
            { IsStatus: false, Wallet: Second } => ApiReply.Lost,
            _ => null,
        });
        var clock = new ManualTimeProvider();

        var started = clock.GetUtcNow();

        var result = await SyncOnClockAsync(api, clock, "--no-wait", "--timeout", "3600");

        Assert.Equal(1, result.ExitCode);
        Assert.Equal(["refused", "refused", "running"], Statuses(result));
        Assert.Equal((Busy, true), ((string?)Run(result, 0)["reason"], ((string?)Run(result, 1)["reason"])!.Contains("cannot be reached", StringComparison.Ordinal)));
        Assert.InRange(clock.GetUtcNow() - started, TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2));
    }

    [Fact]
    public async Task Runs_are_followed_through_lost_connections_and_errors_of_the_server()
    {
        await using var api = await ScriptedApi.StartAsync(call => call switch
        {
            { IsStatus: true, Number: 1 } => ApiReply.Lost,
            { IsStatus: true, Number: 2 } => ApiReply.Problem(500, "Something broke."),
            { IsStatus: true, Number: 3 } => new ApiReply(502, "<html>"),
            { IsStatus: true, Number: 4 } => ApiReply.Run(call.Wallet, "running"),
            _ => null,
        });

        var result = await SyncAsync(api);

        Assert.Equal((0, string.Empty), (result.ExitCode, result.Error));
        Assert.Equal(AllCompleted, Statuses(result));
        Assert.Equal(5, api.Looks(First));
    }

    [Fact]
    public async Task Accepted_runs_are_reported_although_the_deployment_became_unreachable()
    {
        await using var api = await ScriptedApi.StartAsync(call => call.IsStatus ? ApiReply.Lost : null);

        var result = await SyncOnClockAsync(api, new ManualTimeProvider(), "--timeout", "20");

        Assert.Equal(1, result.ExitCode);
        Assert.All([0, 1, 2], number => Assert.Equal(("running", $"run-{number + 1}"), ((string?)Run(result, number)["status"], (string?)Run(result, number)["runId"])));
        Assert.Contains("within 20 seconds", result.Error, StringComparison.Ordinal);
        Assert.Contains("cannot be reached", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_whose_status_is_forbidden_is_refused_and_the_others_are_followed()
    {
        await using var api = await ScriptedApi.StartAsync(call => call is { IsStatus: true, Wallet: First } ? ApiReply.Problem(403, "No.") : null);

        var result = await SyncAsync(api);

        Assert.Equal(1, result.ExitCode);
        Assert.Equal(["refused", "completed", "completed"], Statuses(result));
        Assert.Equal("run-1", (string?)Run(result, 0)["runId"]);
    }

    [Fact]
    public async Task Deployment_that_requires_a_key_for_the_first_wallet_gets_no_further_requests()
    {
        await using var api = await ScriptedApi.StartAsync(_ => ApiReply.Problem(401, "No."));

        var result = await SyncAsync(api);

        Assert.Equal((2, string.Empty), (result.ExitCode, result.Out));
        Assert.Single(result.Error.TrimEnd('\n').Split('\n'));
    }

    static Shell ShellOf(ScriptedApi api, TimeProvider? clock = null) =>
        new() { Clock = clock ?? TimeProvider.System, Variables = { ["ASSETFUNCTIONS_API"] = api.Address.ToString() } };

    static Task<ShellResult> SyncAsync(ScriptedApi api, params string[] options) => ShellOf(api).RunAsync(["sync", First, Second, Third, "--json", .. options]);

    /// <summary>Runs <c>sync</c> on a clock that moves only while the command pauses, which is when another timer waits beside the timeout.</summary>
    static async Task<ShellResult> SyncOnClockAsync(ScriptedApi api, ManualTimeProvider clock, params string[] options)
    {
        var running = ShellOf(api, clock).RunAsync(["sync", First, Second, Third, "--json", .. options]);
        await Eventually.TrueAsync(
            () =>
            {
                clock.Advance(clock.WaitingTimers > 1 ? TimeSpan.FromSeconds(1) : TimeSpan.Zero);
                return Task.FromResult(running.IsCompleted);
            },
            TimeSpan.FromMilliseconds(1));
        return await running;
    }

    static JsonNode Run(ShellResult result, int number) => result.Json["runs"]![number]!;

    static IEnumerable<string?> Statuses(ShellResult result) => result.Json["runs"]!.AsArray().Select(run => (string?)run!["status"]);
}
