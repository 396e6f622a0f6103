using AssetFunctions.Local.Processes;
using AssetFunctions.Testing;

namespace AssetFunctions.Benchmarks.Tests;

/// <summary>Invalid arguments are reported before anything is built or measured.</summary>
public sealed class CommandTests
{
    const int WrongArguments = 2;

    static readonly string Script = Path.Combine(Repository.Root, "infra", "local", "bench.sh");

    [Fact]
    public async Task Unknown_case_is_reported_with_the_known_ones()
    {
        var (exitCode, errors) = await RunAsync("dotnet", typeof(BenchmarkCases).Assembly.Location, "wale");

        Assert.Equal(WrongArguments, exitCode);
        Assert.Equal($"There is no benchmark case 'wale'; the cases are {BenchmarkCases.Names}.", Assert.Single(errors));
    }

    [Theory]
    [InlineData("There is no commit 'nosuch' in this repository.", "--baseline", "nosuch", "cache")]
    [InlineData("--baseline takes a commit.", "--baseline")]
    [InlineData("There is no option '--base'.", "--base", "cache")]
    [InlineData("One case at a time: 'cache' or 'run'.", "cache", "run")]
    public async Task Script_reports_an_invalid_argument_in_one_line(string sentence, params string[] arguments)
    {
        var (exitCode, errors) = await RunAsync("bash", [Script, .. arguments]);

        Assert.Equal(WrongArguments, exitCode);
        Assert.StartsWith(sentence, Assert.Single(errors), StringComparison.Ordinal);
    }

    static async Task<(int ExitCode, IReadOnlyList<string> Errors)> RunAsync(string program, params string[] arguments)
    {
        var result = await new ProcessCommand(program, arguments).RunAsync();
        Assert.Empty(result.Output);
        return (result.ExitCode, result.ErrorLines);
    }
}
