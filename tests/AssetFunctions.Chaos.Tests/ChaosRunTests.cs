using AssetFunctions.Local.Processes;
using AssetFunctions.Local.Stack;

namespace AssetFunctions.Chaos.Tests;

/// <summary>A short run of the runner itself.</summary>
public sealed class ChaosRunTests
{
    [Trait("Runs", "long")]
    [Fact]
    public async Task End_state_of_a_short_seed_equals_that_of_an_undisturbed_run()
    {
        var program = Path.Combine(
            RepositoryPaths.Find().Root, "tests", "AssetFunctions.Chaos", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", "AssetFunctions.Chaos.dll");

        var result = await ProcessCommand.Dotnet(program, "--wallets", "60", "--instances", "2", "--kills", "12", "--seed", "1").RunAsync();

        Assert.True(result.ExitCode == 0, $"{result.Output}{result.Errors}");
        Assert.EndsWith("lost 0, duplicated 0, differing 0, untruthful 0", result.Output.TrimEnd(), StringComparison.Ordinal);
    }
}
