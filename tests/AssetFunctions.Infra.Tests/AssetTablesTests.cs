using AssetFunctions.Testing;

namespace AssetFunctions.Infra.Tests;

public sealed class AssetTablesTests
{
    [Fact]
    public async Task The_table_of_known_assets_equals_the_output_of_its_generator()
    {
        var tokens = Path.Combine(Repository.Root, "src", "local", "Providers", "Data", "tokens.tsv");
        var table = Path.Combine(Repository.Root, "src", "AssetFunctions.Sync", "Assets", "KnownAssets.tsv");

        var (exitCode, output, errors) = await InfraFiles.RunAsync("node", InfraFiles.PathOf("assets.mjs"), "known", tokens);

        Assert.True(exitCode == 0, errors);
        Assert.Equal((await File.ReadAllTextAsync(table)).TrimEnd(), output.TrimEnd());
    }
}
