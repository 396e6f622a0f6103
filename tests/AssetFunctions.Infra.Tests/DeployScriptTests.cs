namespace AssetFunctions.Infra.Tests;

/// <summary><c>deploy.sh</c> against a fake Azure CLI: its requests, its use of the responses, and its error messages.</summary>
public sealed partial class DeployScriptTests : IDisposable
{
    static readonly string Script = InfraFiles.PathOf("deploy.sh");
    static readonly string[] Environment = ["AZURE_ENV_NAME=dev", "AZURE_LOCATION=westeurope", "ZERION_API_KEY=", "ALCHEMY_API_KEY=", "DEFILLAMA_API_KEY=", "ALERT_EMAIL=", "BUDGET_START="];

    // An environment that was deployed. What a test adds comes first.
    const string Deployed = """
        case "$*" in
          *keyVault*) echo kvdev ;;
          *resourceGroup.value*) echo rg-assets-dev ;;
          *functionApp*) echo func-dev ;;
          *appPrincipalId*) echo 11111111-2222-3333-4444-555555555555 ;;
          *cosmosDatabase*) echo assets ;;
          *"--query id"*) echo subscription ;;
        esac
        """;

    readonly FakeTools _tools = new();

    public void Dispose() => _tools.Dispose();

    [Theory]
    [InlineData("infra", "", "westeurope", "AZURE_ENV_NAME is missing")]
    [InlineData("infra", "dev", "", "AZURE_LOCATION is missing")]
    [InlineData("app", "dev", "westeurope", "not signed in")]
    public async Task Deploying_reports_in_one_sentence_what_is_missing(string verb, string environment, string location, string expected)
    {
        _tools.With("az", "exit 1");

        var (exitCode, _, errors) = await _tools.RunAsync($"{Script} {verb}", $"AZURE_ENV_NAME={environment}", $"AZURE_LOCATION={location}");

        Assert.NotEqual(0, exitCode);
        Assert.Contains(expected, errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_budget_that_exists_keeps_its_first_day()
    {
        Azure("""
            [[ "$*" != *Consumption/budgets* ]] || { echo 2026-03-01T00:00:00Z; exit; }
            [[ "$*" != *what-if* ]] || { echo "start $BUDGET_START"; exit; }
            """);

        var (exitCode, output, errors) = await RunAsync("preview", "ALERT_EMAIL=you@example.com");

        Assert.True(exitCode == 0, errors);
        Assert.Contains("start 2026-03-01\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_budget_starts_on_the_first_day_of_this_month()
    {
        Azure("""
            [[ "$*" != *Consumption/budgets* ]] || { echo '{"code":"ResourceGroupNotFound"}' >&2; exit 3; }
            [[ "$*" != *what-if* ]] || { echo "start $BUDGET_START"; exit; }
            """);

        var (exitCode, output, errors) = await RunAsync("preview", "ALERT_EMAIL=you@example.com");

        Assert.True(exitCode == 0, errors);
        Assert.Matches(@"start \d{4}-\d{2}-01\n", output);
    }

    [Fact]
    public async Task A_budget_that_cannot_be_read_does_not_count_as_absent()
    {
        Azure("""[[ "$*" != *Consumption/budgets* ]] || { echo 'AuthorizationFailed: no' >&2; exit 3; }""");

        var (exitCode, _, errors) = await RunAsync("preview", "ALERT_EMAIL=you@example.com");

        Assert.NotEqual(0, exitCode);
        Assert.Contains("AuthorizationFailed", errors, StringComparison.Ordinal);
        Assert.DoesNotContain(_tools.Calls, call => call.Contains("what-if", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_provider_of_the_apps_network_is_registered_before_the_templates_are_deployed()
    {
        Azure("");

        var (exitCode, _, errors) = await RunAsync("infra");

        Assert.True(exitCode == 0, errors);
        Assert.Equal(
            ["provider register", "deployment sub create"],
            _tools.Calls.Select(call => new[] { "provider register", "deployment sub create" }.FirstOrDefault(verb => call.StartsWith($"az {verb}", StringComparison.Ordinal))).OfType<string>());
    }

    [Theory]
    [InlineData("DeploymentNotFound", "was not deployed yet")]
    [InlineData("Connection reset", "Connection reset")]
    public async Task An_absent_environment_is_distinguished_from_one_that_cannot_be_read(string fault, string expected)
    {
        Azure($$"""[[ "$*" != *"deployment sub show"* ]] || { echo '{{fault}}' >&2; exit 3; }""");

        var (exitCode, _, errors) = await RunAsync("secrets");

        Assert.NotEqual(0, exitCode);
        Assert.Contains(expected, errors, StringComparison.Ordinal);
        Assert.Equal(fault == "DeploymentNotFound", errors.Contains("not deployed yet", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_provider_key_goes_into_the_vault_and_none_onto_a_command_line()
    {
        Azure("""[[ "$*" != *"secret set"* ]] || { echo "$(cat) for $*" >> stored; exit; }""");

        var (exitCode, _, errors) = await RunAsync("secrets", "ZERION_API_KEY=first", "ALCHEMY_API_KEY=second", "DEFILLAMA_API_KEY=third");

        Assert.True(exitCode == 0, errors);
        var stored = await File.ReadAllLinesAsync(Path.Combine(_tools.Folder, "stored"));
        Assert.Equal(["first", "second", "third"], stored.Select(line => line.Split(' ')[0]));
        Assert.Equal(
            new[] { "zerion-api-key", "alchemy-api-key", "defillama-api-key" },
            stored.Select(line => line.Split("--name ")[1].Split(' ')[0]));
        Assert.DoesNotContain(_tools.Calls, call => call.Contains("first", StringComparison.Ordinal) || call.Contains("third", StringComparison.Ordinal));
        Assert.Contains(_tools.Calls, call => call.Contains("configreferences/appsettings/refresh", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_vault_that_does_not_know_its_roles_yet_is_called_again_with_the_same_value()
    {
        _tools.With("sleep", "touch waited");
        Azure("""
            [[ "$*" != *keyvault* ]] || [ -f waited ] || { cat >/dev/null; echo '(Forbidden) ForbiddenByRbac' >&2; exit 3; }
            [[ "$*" != *"secret set"* ]] || { cat > stored; exit; }
            """);

        var (exitCode, _, errors) = await RunAsync("secrets", "ZERION_API_KEY=first");

        Assert.True(exitCode == 0, errors);
        Assert.Equal("first", await File.ReadAllTextAsync(Path.Combine(_tools.Folder, "stored")));
    }

    [Fact]
    public async Task A_vault_that_refuses_for_another_reason_is_not_called_again()
    {
        _tools.With("sleep", "exit 1");
        Azure("""[[ "$*" != *"secret set"* ]] || { echo '(Forbidden) ForbiddenByConnection' >&2; exit 3; }""");

        var (exitCode, _, errors) = await RunAsync("secrets", "ZERION_API_KEY=first");

        Assert.NotEqual(0, exitCode);
        Assert.Contains("ForbiddenByConnection", errors, StringComparison.Ordinal);
        Assert.Single(_tools.Calls, call => call.Contains("secret set", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_app_gets_the_same_role_on_another_account_as_on_its_own()
    {
        Azure("""[[ "$*" != *"cosmosdb show"* ]] || { echo https://restored.documents.azure.com:443/; exit; }""");

        var (exitCode, output, errors) = await RunAsync("grant restored rg-assets-dev");

        Assert.True(exitCode == 0, errors);
        var role = Assert.Single(_tools.Calls, call => call.Contains("sql role assignment create", StringComparison.Ordinal));
        Assert.Contains("--account-name restored --resource-group rg-assets-dev --scope /dbs/assets", role, StringComparison.Ordinal);
        Assert.Contains("--principal-id 11111111-2222-3333-4444-555555555555 --role-definition-id 00000000-0000-0000-0000-000000000002", role, StringComparison.Ordinal);
        Assert.Contains("""export APP_SETTINGS='{"Cosmos__AccountEndpoint":"https://restored.documents.azure.com:443/"}'""", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_package_is_written_to_the_current_directory()
    {
        Publisher().With("zip", "touch \"$2\"");

        var (exitCode, output, errors) = await RunAsync("package out/app-1.zip");

        Assert.True(exitCode == 0, errors);
        Assert.True(File.Exists(Path.Combine(_tools.Folder, "out", "app-1.zip")), output);
    }

    [Fact]
    public async Task A_package_that_cannot_be_written_is_reported_in_one_sentence()
    {
        Publisher().With("zip", "exit 15");

        var (exitCode, _, errors) = await RunAsync("package app-1.zip");

        Assert.Equal(1, exitCode);
        Assert.Contains("app-1.zip could not be written.", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_package_is_reported_with_its_full_path()
    {
        Azure("");

        var (exitCode, _, errors) = await RunAsync("app app-1.zip");

        Assert.Equal(1, exitCode);
        Assert.Contains($"There is no package {_tools.Folder}/app-1.zip", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("7", "push main owner/repository .github/workflows/ci.yml success", 0)]
    [InlineData("", "push main owner/repository .github/workflows/ci.yml success", 0)]
    [InlineData("7", "pull_request main fork/repository .github/workflows/ci.yml success", 1)]
    [InlineData("7", "push main fork/repository .github/workflows/ci.yml success", 1)]
    [InlineData("7", "push other owner/repository .github/workflows/ci.yml success", 1)]
    [InlineData("7", "push main owner/repository .github/workflows/ci.yml failure", 1)]
    [InlineData("7; rm", "push main owner/repository .github/workflows/ci.yml success", 1)]
    public async Task Only_a_package_of_a_push_to_main_is_deployed(string id, string run, int expected)
    {
        _tools.With("gh", $"""[ "$1" = run ] && echo 7 || echo '{run}'""");

        var (exitCode, output, _) = await _tools.RunAsync($"'{InfraFiles.PathOf("find-package.sh")}' '{id}'", "GITHUB_REPOSITORY=owner/repository");

        Assert.Equal(expected, exitCode);
        Assert.Equal(expected == 0 ? "7\n" : string.Empty, output);
        Assert.All(_tools.Calls.Where(call => call.StartsWith("gh run list", StringComparison.Ordinal)), call => Assert.Contains("--branch main --event push --status success", call, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("exit 1", "GITHUB_ACTIONS=", 0)]
    [InlineData("exit 1", "GITHUB_ACTIONS=true", 1)]
    [InlineData("echo 'Project `A` has the following vulnerable packages'", "GITHUB_ACTIONS=", 1)]
    [InlineData("echo 'no vulnerable packages'", "GITHUB_ACTIONS=true", 0)]
    public async Task No_response_of_the_package_feed_is_tolerated_on_a_developers_machine_only(string response, string environment, int expected)
    {
        _tools.With("dotnet", response);

        var (exitCode, _, _) = await _tools.RunAsync($"'{InfraFiles.PathOf("scan-packages.sh")}'", environment);

        Assert.Equal(expected, exitCode);
        Assert.Contains("AssetFunctions.sln package --vulnerable --include-transitive", Assert.Single(_tools.Calls), StringComparison.Ordinal);
    }

    void Azure(string responses) => _tools.With("az", responses + "\n" + Deployed);

    FakeTools Publisher() => _tools.With("dotnet", """
        while [ "$1" != -o ]; do shift; done
        mkdir -p "$2" && cd "$2" && mkdir .azurefunctions
        touch host.json functions.metadata worker.config.json extensions.json AssetFunctions.dll
        """);

    Task<(int ExitCode, string Output, string Errors)> RunAsync(string arguments, params string[] environment) =>
        _tools.RunAsync($"'{Script}' {arguments}", [.. Environment, .. environment]);
}
