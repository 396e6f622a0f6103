using AssetFunctions.Cli.Tests.Support;
using AssetFunctions.Testing.Time;

namespace AssetFunctions.Cli.Tests.Commands;

/// <summary><c>prices</c> against a deployment with three pages of prices.</summary>
public sealed class PricesVerbTests
{
    const string Busy = "The database does not respond.";

    [Fact]
    public async Task Every_page_is_copied_and_counted_by_network()
    {
        var queries = new List<string>();
        await using var api = await ScriptedApi.StartAsync(call =>
        {
            queries.Add(call.Query);
            return Page(call.Query);
        });

        var table = await CopyAsync(api);
        var json = await CopyAsync(api, "--json");

        Assert.Equal((0, string.Empty, 0), (table.ExitCode, table.Error, json.ExitCode));
        Assert.Contains(table.Lines, line => Columns(line) is ["base", "1", "90", "80", "10", "0"]);
        Assert.Contains(table.Lines, line => Columns(line) is ["ethereum", "2", "180", "160", "20", "0"]);
        Assert.Equal(["", "?continuation=base", "?continuation=ethereum%200", "?continuation=ethereum%201"], queries[..4]);
        Assert.Equal(
            [("base", 1, 90, 80, 10, 0), ("ethereum", 2, 180, 160, 20, 0)],
            json.Json["networks"]!.AsArray().Select(network => (
                (string)network!["network"]!, (int)network["pages"]!, (int)network["rows"]!, (int)network["copied"]!, (int)network["upToDate"]!, (int)network["failed"]!)));
        Assert.Null(json.Json["continuation"]);
    }

    [Fact]
    public async Task Rows_that_failed_end_it_with_code_1()
    {
        await using var api = await ScriptedApi.StartAsync(call => Page(call.Query, failed: 2));

        var result = await CopyAsync(api);

        Assert.Equal((1, string.Empty), (result.ExitCode, result.Error));
        Assert.Contains(result.Lines, line => Columns(line) is ["ethereum", "2", "184", "160", "20", "4"]);
    }

    [Fact]
    public async Task A_transient_failure_is_retried()
    {
        await using var api = await ScriptedApi.StartAsync(call => call.Number is 1 or 3 ? ApiReply.Problem(503, Busy) : call.Number == 5 ? ApiReply.Lost : Page(call.Query));

        var result = await CopyAsync(api);

        Assert.Equal((0, string.Empty), (result.ExitCode, result.Error));
        Assert.Contains(result.Lines, line => Columns(line) is ["ethereum", "2", "180", "160", "20", "0"]);
    }

    [Theory]
    [InlineData(503)]
    [InlineData(401)]
    public async Task A_lasting_failure_ends_it_with_what_was_copied_and_where_to_go_on(int status)
    {
        await using var api = await ScriptedApi.StartAsync(call => call.Query.Contains("200", StringComparison.Ordinal) ? ApiReply.Problem(status, Busy) : Page(call.Query));
        var clock = new ManualTimeProvider();

        var running = ShellOf(api, clock).RunAsync("prices", "--to-documents", "--pause", "0", "--json");
        await Eventually.TrueAsync(
            () =>
            {
                clock.Advance(clock.WaitingTimers > 0 ? TimeSpan.FromSeconds(1) : TimeSpan.Zero);
                return Task.FromResult(running.IsCompleted);
            },
            TimeSpan.FromMilliseconds(1));
        var result = await running;

        Assert.Equal((1, "ethereum 0"), (result.ExitCode, (string?)result.Json["continuation"]));
        Assert.Contains("go on with --after ethereum 0. ", result.Error, StringComparison.Ordinal);
        Assert.Contains(status == 401 ? "requires a key" : Busy, result.Error, StringComparison.Ordinal);
        Assert.Equal(["base", "ethereum"], result.Json["networks"]!.AsArray().Select(network => (string)network!["network"]!));
    }

    [Fact]
    public async Task It_goes_on_where_an_earlier_command_stopped()
    {
        await using var api = await ScriptedApi.StartAsync(call => Page(call.Query));

        var result = await CopyAsync(api, "--after", "ethereum 0");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains(result.Lines, line => Columns(line) is ["ethereum", "1", "90", "80", "10", "0"]);
        Assert.DoesNotContain("base", result.Out, StringComparison.Ordinal);
    }

    // The continuation of a page is its name.
    static ApiReply Page(string query, int failed = 0) => Uri.UnescapeDataString(query) switch
    {
        "" => Page("base", "base", failed),
        "?continuation=base" => Page("ethereum", "ethereum 0", failed),
        "?continuation=ethereum 0" => Page("ethereum", "ethereum 1", failed),
        _ => new ApiReply(200, new { page = (object?)null, continuation = (string?)null }),
    };

    static ApiReply Page(string network, string continuation, int failed) =>
        new(200, new { page = new { network, rows = 90 + failed, copied = 80, upToDate = 10, failed }, continuation });

    static Task<ShellResult> CopyAsync(ScriptedApi api, params string[] options) => ShellOf(api).RunAsync(["prices", "--to-documents", "--pause", "0", .. options]);

    static Shell ShellOf(ScriptedApi api, TimeProvider? clock = null) =>
        new() { Clock = clock ?? TimeProvider.System, Variables = { ["ASSETFUNCTIONS_API"] = api.Address.ToString() } };

    static string[] Columns(string line) => [.. line.Split('│', StringSplitOptions.RemoveEmptyEntries).Select(cell => cell.Trim())];
}
