namespace AssetFunctions.Infra.Tests;

/// <summary>The scan finds secrets that leak in practice, prints none of them, and fails when it cannot search.</summary>
public sealed class SecretScanTests : IDisposable
{
    static readonly string Script = InfraFiles.PathOf("scan-secrets.sh");

    readonly FakeTools _tools = new();

    public void Dispose() => _tools.Dispose();

    [Fact]
    public async Task The_tree_contains_no_secret()
    {
        var (exitCode, _, errors) = await InfraFiles.RunAsync(Script);

        Assert.True(exitCode == 0, errors);
    }

    // In two parts, so that this file passes the scan.
    [Theory]
    [InlineData("AccountEndpoint=https://a.documents.azure.com/;AccountKey=", "C3y6yDjf5/R+ob0N8A7Cgv30VRDJIWEHLM+4QDU5DE2nQ9nDuVTqobD4b8mGGyPMbIZnqyMsEcaGQy67XIw/Jw==")]
    [InlineData("{\"AccountKey\": \"", "C3y6yDjf5/R+ob0N8A7Cgv30VRDJIWEHLM+4QDU5DE2nQ9nDuVTqobD4b8mGGyPMbIZnqyMsEcaGQy67XIw/Jw==\"}")]
    [InlineData("ZERION_API_KEY=zk_prod_", "0123456789abcdef0123456789abcdef")]
    [InlineData("https://eth-mainnet.g.alchemy.com/v2/", "0123456789abcdefghijklmnopqrstuv")]
    [InlineData("https://pro-api.llama.fi/", "0123456789abcdefghijklmnopqrstuv/coins/prices")]
    [InlineData("\"Alchemy:ApiKey\": \"", "0123456789abcdefghij\"")]
    [InlineData("\"TokenKey\": \"", "q8/dk3+ZwQ7rT2b==\"")]
    [InlineData("DefiLlama__ApiKey=", "0123456789abcdefghij")]
    [InlineData("export ALCHEMY_API_KEY=", "0123456789abcdefghij")]
    [InlineData("apiKey: ", "abcdef0123456789abcdef")]
    [InlineData("AZURE_CLIENT_SECRET=", "abc.def~ghi-jkl_mno")]
    [InlineData("secret of the app: abc8", "Q~0123456789abcdefghijklmnopqrstuvwxyz")]
    [InlineData("cache.example:6380,ssl=true,password=", "correcthorsebattery")]
    [InlineData("Server=db;User=sa;Password=", "Corr3ctHorse!;")]
    [InlineData("Server=db;Uid=sa;Pwd=", "Corr3ctHorse!;")]
    [InlineData("{ \"password\": \"", "correct.horse\" }")]
    [InlineData("-----BEGIN RSA ", "PRIVATE KEY-----")]
    [InlineData("token: ghp_", "0123456789abcdefghijklmnopqrstuvwxyz")]
    [InlineData("token: github_pat_", "11ABCDEFG0123456789abcdef_0123456789abcdef")]
    [InlineData("AccountKey=C2y6yDjf5/R+ob0N8A7Cgv30VRDJIWEHLM+4QDU5DE2nQ9nDuVTqobD4b8mGGyPMbIZnqyMsEcaGQy67XIw/Jw==;token=zk_prod_", "0123456789abcdef0123456789abcdef")]
    public async Task A_secret_is_found_and_not_shown(string before, string secret)
    {
        await PlantAsync($"first line\n{before}{secret}\n");

        var (exitCode, output, errors) = await _tools.RunAsync($"'{Script}' .");

        Assert.Equal(1, exitCode);
        Assert.Contains("settings.txt:2", errors, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, errors + output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AccountKey=C2y6yDjf5/R+ob0N8A7Cgv30VRDJIWEHLM+4QDU5DE2nQ9nDuVTqobD4b8mGGyPMbIZnqyMsEcaGQy67XIw/Jw==;")]
    [InlineData("options.ApiKey = configuration.GetSection(name)")]
    [InlineData("AccountKey = accountKey;")]
    [InlineData("\"Zerion:ApiKey\": \"\"")]
    [InlineData("Zerion__ApiKey: format(secretOf, 'zerion-api-key')")]
    public async Task Text_that_is_not_a_secret_is_ignored(string line)
    {
        await PlantAsync(line);

        var (exitCode, _, errors) = await _tools.RunAsync($"'{Script}' .");

        Assert.True(exitCode == 0, errors);
    }

    [Fact]
    public async Task A_search_that_fails_does_not_count_as_clean()
    {
        await PlantAsync("nothing");
        _tools.With("grep", "exit 2");

        var (exitCode, output, errors) = await _tools.RunAsync($"'{Script}' .");

        Assert.Equal(2, exitCode);
        Assert.DoesNotContain("No secrets found", output, StringComparison.Ordinal);
        Assert.Contains("could not be searched", errors, StringComparison.Ordinal);
    }

    Task PlantAsync(string text) => File.WriteAllTextAsync(Path.Combine(_tools.Folder, "settings.txt"), text);
}
