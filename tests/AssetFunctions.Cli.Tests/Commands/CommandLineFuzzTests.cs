using AssetFunctions.Cli.Tests.Support;

namespace AssetFunctions.Cli.Tests.Commands;

/// <summary>Family: any input leads to readable sentences and a documented exit code, never to a stack trace.</summary>
public sealed class CommandLineFuzzTests
{
    const int Lists = 2_000;
    const int Seed = 20260301;

    [Theory]
    [InlineData("")]
    [InlineData("sync")]
    [InlineData("status")]
    [InlineData("positions")]
    [InlineData("asset")]
    [InlineData("override")]
    [InlineData("replay-poison")]
    [InlineData("prices")]
    public async Task Two_thousand_argument_lists_end_without_a_stack_trace(string verb)
    {
        var random = new RandomArguments(Seed);
        var shell = new Shell { Variables = { ["ASSETFUNCTIONS_API"] = Shell.Nowhere } };
        for (var list = 0; list < Lists; list++)
        {
            var arguments = random.Next(verb);
            var line = string.Join(' ', arguments);

            var result = await shell.RunAsync(arguments);

            Assert.True(result.ExitCode is 0 or 1 or 2 or 130, $"exit code {result.ExitCode}: {line}");
            Assert.DoesNotContain("\n   at ", result.Error + result.Out, StringComparison.Ordinal);
            Assert.True(result.ExitCode == 0 || result.Error.Length > 0, $"no sentence: {line}");
        }
    }
}
