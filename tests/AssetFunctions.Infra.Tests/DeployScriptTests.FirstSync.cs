namespace AssetFunctions.Infra.Tests;

/// <summary>The output of the script for a first-time user.</summary>
public sealed partial class DeployScriptTests
{
    const string NextCommands = "  app=https://func-assets-dev-ab12cd.azurewebsites.net\n";

    const string Named = """
        case "$*" in
          *apiAddress*) echo https://func-assets-dev-ab12cd.azurewebsites.net/api/; exit ;;
          *functionApp*) echo func-assets-dev-ab12cd; exit ;;
          *"functionapp keys list"*) echo secret; exit ;;
        esac
        """;

    [Theory]
    [InlineData("all")]
    [InlineData("app app.zip")]
    public async Task Deploying_ends_with_commands_that_register_a_wallet_and_follow_its_run(string verb)
    {
        var output = await DeployAsync(verb);
        _tools.With("jq", """[ "$1" = -c ] && echo '{"status":"completed"}' || echo /api/syncs/wallet/run""");

        var (exitCode, printed, errors) = await _tools.RunAsync("{ " + CommandsOf(output) + " }");

        Assert.True(exitCode == 0, errors);
        Assert.EndsWith("{\"status\":\"completed\"}\n", printed, StringComparison.Ordinal);
        Assert.Contains("az functionapp keys list --resource-group rg-assets-dev --name func-assets-dev-ab12cd --query functionKeys.default --output tsv", _tools.Calls);
        var calls = _tools.Calls.Where(call => call.StartsWith("curl -s", StringComparison.Ordinal) && !call.Contains("health", StringComparison.Ordinal)).ToList();
        Assert.All(calls, call => Assert.Contains("x-functions-key: secret", call, StringComparison.Ordinal));
        Assert.Collection(
            calls,
            call => Assert.Matches("-X POST https://func-assets-dev-ab12cd.azurewebsites.net/api/wallets -H .* -d {\"wallet\": \"0x[0-9a-f]{40}\"}$", call),
            call => Assert.Matches("-X POST https://func-assets-dev-ab12cd.azurewebsites.net/api/wallets/0x[0-9a-f]{40}/refresh ", call),
            call => Assert.Contains(" https://func-assets-dev-ab12cd.azurewebsites.net/api/syncs/wallet/run ", call, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_page_begins_with_the_commands_that_deploying_prints()
    {
        var output = await DeployAsync("app app.zip");
        var page = InfraFiles.Read("README.md").Split('\n').Select(line => line.Trim()).ToHashSet(StringComparer.Ordinal);

        Assert.All(CommandsOf(output).Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Contains(line.Trim(), page));
    }

    [Theory]
    [InlineData("launch", "There is no command 'launch'.")]
    [InlineData("", "Name a command.")]
    [InlineData("all --dry-run", "There is no option '--dry-run'.")]
    [InlineData("preview dev", "'preview' does not take 'dev'.")]
    [InlineData("app 1.zip 2.zip", "'app' does not take '2.zip'.")]
    [InlineData("grant restored", "'grant' takes the Cosmos DB account and its resource group.")]
    public async Task A_mistyped_command_line_is_reported_with_the_valid_ones_and_changes_nothing(string arguments, string expected)
    {
        Azure("");

        var (exitCode, output, errors) = await RunAsync(arguments);

        Assert.Equal((2, string.Empty), (exitCode, output));
        Assert.StartsWith($"{expected}\nUsage: infra/deploy.sh COMMAND\n", errors, StringComparison.Ordinal);
        Assert.DoesNotContain(_tools.Calls, call => !call.StartsWith("az account show", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Help_is_output_and_needs_no_tool()
    {
        var (exitCode, output, errors) = await RunAsync("--help");

        Assert.Equal((0, string.Empty), (exitCode, errors));
        Assert.All(["preview", "infra", "secrets", "package", "app", "all", "grant"], command => Assert.Contains($"\n  {command} ", output, StringComparison.Ordinal));
        Assert.All(output.Split('\n'), line => Assert.InRange(line.Length, 0, 120));
    }

    // A copy of the script, because 'all' writes the package next to it.
    async Task<string> DeployAsync(string verb)
    {
        Azure(Named);
        Publisher().With("zip", "touch \"$2\"").With("curl", "exit 0").With("sleep", "exit 1");
        await File.WriteAllTextAsync(Path.Combine(_tools.Folder, "app.zip"), string.Empty);
        var script = Path.Combine(Directory.CreateDirectory(Path.Combine(_tools.Folder, "infra")).FullName, "deploy.sh");
        File.Copy(Script, script);

        var (exitCode, output, errors) = await _tools.RunAsync($"'{script}' {verb}", Environment);

        Assert.True(exitCode == 0, errors);
        Assert.Contains("func-assets-dev-ab12cd runs: https://func-assets-dev-ab12cd.azurewebsites.net/api/health\n", output, StringComparison.Ordinal);
        return output;
    }

    static string CommandsOf(string output)
    {
        var start = output.IndexOf(NextCommands, StringComparison.Ordinal);
        Assert.True(start > 0, output);
        return output[start..output.IndexOf("Repeat ", StringComparison.Ordinal)];
    }
}
