using AssetFunctions.Local.Stack.Tests.Support;

namespace AssetFunctions.Local.Stack.Tests.Commands;

public sealed class StackCommandLineTests
{
    static readonly string[] Names = ["run", "sync", "status", "positions", "asset", "override", "replay-poison", "prices", "reset"];

    public static TheoryData<string> Verbs => [.. Names];

    [Fact]
    public async Task The_help_lists_every_verb_and_the_options_of_the_main_job()
    {
        var help = await StackShell.Over(data: null).RunAsync("--help");

        Assert.Equal(0, help.ExitCode);
        Assert.All([.. Names, "--once", "--fresh", "--instances", "--timeout"], word => Assert.Contains(word, help.Out, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task Every_verb_has_help(string verb)
    {
        var help = await StackShell.Over(data: null).RunAsync(verb, "--help");

        Assert.Equal((0, string.Empty), (help.ExitCode, help.Error));
        Assert.Contains("Description:", help.Out, StringComparison.Ordinal);
        Assert.Contains("--", help.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("'0x12' is neither", "0x12")]
    [InlineData("'0x12' is neither", "run", "0x12")]
    [InlineData("'0x12' is neither", "sync", "0x12")]
    [InlineData("--instances", "--instances", "17")]
    [InlineData("--instances", "run", "--instances", "0")]
    [InlineData("--instances takes a number from 1 to 16.", "--instances", "two")]
    [InlineData("--timeout takes a number of seconds from 0 to 86400.", "run", "--timeout", "-5", "--once")]
    [InlineData("There is no option '--onec'", "--onec")]
    [InlineData("'bogus' is neither a verb, an EVM nor a Solana address.", "bogus")]
    [InlineData("--json requires --once", "--json")]
    [InlineData("--json requires --once", "run", "--json", "--fresh")]
    public async Task Invalid_input_ends_with_code_2_and_a_reason(string sentence, params string[] arguments)
    {
        var result = await StackShell.Over(data: null).RunAsync(arguments);

        Assert.Equal((2, string.Empty), (result.ExitCode, result.Out));
        Assert.Contains(sentence, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unwritable_data_folder_ends_the_main_job_with_one_sentence()
    {
        var file = Path.GetTempFileName();
        try
        {
            var result = await StackShell.Over(Path.Combine(file, "data")).RunAsync("--once", "--json");

            Assert.Equal((2, string.Empty), (result.ExitCode, result.Out));
            Assert.Single(result.Error.TrimEnd('\n').Split('\n'));
        }
        finally
        {
            File.Delete(file);
        }
    }
}
