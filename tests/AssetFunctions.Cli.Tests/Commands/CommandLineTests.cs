using AssetFunctions.Cli.Tests.Support;
using AssetFunctions.Testing;

namespace AssetFunctions.Cli.Tests.Commands;

public sealed class CommandLineTests
{
    const string Wallet = "0x00000000000000000000000000000000000a11ce";
    const string Key = "a-secret-key";

    static readonly string[] Names = ["sync", "status", "positions", "asset", "override", "replay-poison", "prices"];

    public static TheoryData<string> Verbs => [.. Names];

    [Fact]
    public async Task The_help_lists_every_verb()
    {
        var help = await new Shell().RunAsync("--help");

        Assert.Equal(0, help.ExitCode);
        Assert.All(Names, word => Assert.Contains(word, help.Out, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task Every_verb_has_help(string verb)
    {
        var help = await new Shell().RunAsync(verb, "--help");

        Assert.Equal((0, string.Empty), (help.ExitCode, help.Error));
        Assert.Contains("Description:", help.Out, StringComparison.Ordinal);
        Assert.Contains($"Example:\n  AssetFunctions.Cli {verb} ", help.Out, StringComparison.Ordinal);
        Assert.All(help.Out.Split('\n'), line => Assert.InRange(line.Length, 0, 100));
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task The_example_of_every_verb_is_valid(string verb)
    {
        var help = await new Shell().RunAsync(verb, "--help");
        var example = help.Out[help.Out.IndexOf("AssetFunctions.Cli ", help.Out.IndexOf("Example:", StringComparison.Ordinal), StringComparison.Ordinal)..];
        var cli = new Shell { Variables = { ["ASSETFUNCTIONS_API"] = Shell.Nowhere } };

        var result = await cli.RunAsync(example.TrimEnd().Split(' ')[1..]);

        Assert.Contains(Shell.Nowhere, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_shows_the_help_of_every_verb()
    {
        var blocks = new List<string>();
        foreach (var verb in Names)
        {
            blocks.Add($"### `{verb}`\n\n```\n{(await new Shell().RunAsync(verb, "--help")).Out.TrimEnd()}\n```");
        }

        GeneratedFiles.AssertSection(Path.Combine("src", "AssetFunctions.Cli", "README.md"), "verbs", string.Join("\n\n", blocks));
    }

    [Theory]
    [InlineData("'0x12' is neither", "sync", "0x12")]
    [InlineData("'0x12' is neither", "status", Wallet, "0x12")]
    [InlineData("'0x12' is neither", "positions", "0x12")]
    [InlineData("'zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz' is neither", "sync", "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz")]
    [InlineData("Required argument", "sync")]
    [InlineData("Required argument", "asset", "ethereum")]
    [InlineData("Required argument", "override", "ethereum")]
    [InlineData("--state takes one of spam, unknown, verified.", "override", "ethereum", "native", "--state", "good", "--note", "x")]
    [InlineData("--price takes a number of US dollars such as 1.5.", "override", "ethereum", "native", "--price", "free", "--note", "x")]
    [InlineData("--note is missing; it says why.", "override", "ethereum", "native", "--state", "spam")]
    [InlineData("--note needs --state or --price.", "override", "ethereum", "native", "--note", "x")]
    [InlineData("--remove takes no other value.", "override", "ethereum", "native", "--remove", "--price", "1")]
    [InlineData("'nowhere' is not the address", "status", "--api", "nowhere")]
    [InlineData("--top", "positions", Wallet, "--top", "0")]
    [InlineData("--timeout", "sync", Wallet, "--timeout", "0")]
    [InlineData("--max", "replay-poison", "--max", "0")]
    [InlineData("There is no queue 'sync-nothing'", "replay-poison", "sync-nothing")]
    [InlineData("There is no verb 'snyc'; the nearest one is 'sync'.", "snyc")]
    [InlineData("Name a verb: sync, status, positions, asset, override, replay-poison, prices.")]
    [InlineData("There is no option '--ipa'; the nearest one is '--api'.", "status", "--ipa")]
    [InlineData("There is no option '--unknown'", "status", "--unknown")]
    [InlineData("There is no option '--unknown'", "asset", "ethereum", "--unknown")]
    [InlineData("--top takes a number from 1.", "positions", Wallet, "--top", "many")]
    [InlineData("--timeout takes a number of seconds from 1 to 86400.", "sync", Wallet, "--timeout", "soon")]
    [InlineData("--max takes a number from 1.", "replay-poison", "--max", "1.5")]
    [InlineData("--pause takes a number of seconds from 0 to 60.", "prices", "--to-documents", "--pause", "61")]
    [InlineData("--to-documents is missing", "prices")]
    [InlineData("--min-value takes a number of US dollars such as 1.5.", "positions", Wallet, "--min-value", "1,5")]
    [InlineData("--min-value takes a number of US dollars such as 1.5.", "positions", Wallet, "--min-value", "1e2")]
    public async Task Invalid_input_ends_with_code_2_and_a_reason(string sentence, params string[] arguments)
    {
        var result = await new Shell().RunAsync(arguments);

        Assert.Equal((2, string.Empty), (result.ExitCode, result.Out));
        Assert.Contains(sentence, result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sync", Wallet)]
    [InlineData("status")]
    [InlineData("status", Wallet)]
    [InlineData("replay-poison")]
    [InlineData("prices", "--to-documents")]
    [InlineData("positions", Wallet)]
    [InlineData("asset", "ethereum", "native")]
    [InlineData("override", "ethereum", "native")]
    [InlineData("override", "ethereum", "native", "--price", "1.5", "--note", "pegged")]
    [InlineData("override", "ethereum", "native", "--remove")]
    public async Task An_unreachable_deployment_is_reported_in_one_sentence_without_the_key(params string[] arguments)
    {
        var cli = new Shell { Variables = { ["ASSETFUNCTIONS_API"] = Shell.Nowhere, ["ASSETFUNCTIONS_KEY"] = Key } };

        foreach (var result in new[] { await cli.RunAsync(arguments), await cli.RunAsync([.. arguments, "--json"]) })
        {
            Assert.Equal((2, string.Empty), (result.ExitCode, result.Out));
            Assert.Contains(Shell.Nowhere, result.Error, StringComparison.Ordinal);
            Assert.Contains("infra/local/run.sh", result.Error, StringComparison.Ordinal);
            Assert.DoesNotContain(Key, result.Error, StringComparison.Ordinal);
            Assert.Single(result.Error.TrimEnd('\n').Split('\n'));
        }
    }

    [Fact]
    public async Task A_variable_without_a_valid_address_is_reported()
    {
        var result = await new Shell { Variables = { ["ASSETFUNCTIONS_API"] = "nowhere" } }.RunAsync("status");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("ASSETFUNCTIONS_API", result.Error, StringComparison.Ordinal);
    }
}
