using AssetFunctions.Cli.Tests.Support;
using AssetFunctions.Local.Stack.Tests.Support;

namespace AssetFunctions.Local.Stack.Tests.Commands;

/// <summary>Family: any input leads to readable sentences and a documented exit code. A stack that seems to run prevents the verbs from starting or deleting one.</summary>
public sealed class StackCommandLineFuzzTests : IDisposable
{
    const int Lists = 2_000;
    const int Seed = 20260302;

    readonly string _data = Directory.CreateTempSubdirectory("asset-functions-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Theory]
    [InlineData("")]
    [InlineData("run")]
    [InlineData("reset")]
    public async Task Two_thousand_argument_lists_end_without_a_stack_trace(string verb)
    {
        await using var announced = StackState.Announce(_data, new Uri("http://127.0.0.1:2/api/"), new Uri("http://127.0.0.1:2/"));
        var random = new RandomArguments(Seed);
        var shell = StackShell.Over(_data);
        shell.Variables["ASSETFUNCTIONS_API"] = Shell.Nowhere;
        for (var list = 0; list < Lists; list++)
        {
            var arguments = random.Next(verb);
            var line = string.Join(' ', arguments);

            var result = await shell.RunAsync(arguments);

            Assert.True(result.ExitCode is 0 or 1 or 2 or 130, $"exit code {result.ExitCode}: {line}");
            Assert.DoesNotContain("\n   at ", result.Error + result.Out, StringComparison.Ordinal);
            Assert.True(result.ExitCode == 0 || result.Error.Length > 0, $"no sentence: {line}");
        }

        Assert.True(Directory.Exists(_data));
    }
}
