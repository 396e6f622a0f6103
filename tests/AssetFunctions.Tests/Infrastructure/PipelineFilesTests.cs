using System.Text.RegularExpressions;
using AssetFunctions.Testing;

namespace AssetFunctions.Tests.Infrastructure;

/// <summary>Workflows and scripts: no secrets, pinned actions, plain errors, files that exist.</summary>
public sealed partial class PipelineFilesTests
{
    static readonly string Workflows = Path.Combine(Repository.Root, ".github", "workflows");

    public static TheoryData<string> WorkflowFiles() => [.. Directory.GetFiles(Workflows, "*.yml").Select(path => Path.GetFileName(path))];

    public static TheoryData<string> Scripts() =>
    [
        .. Directory.GetFiles(InfraFiles.Root, "*.sh").Concat(Directory.GetFiles(InfraFiles.PathOf("local"), "*.sh")).Append(Path.Combine(Repository.Root, ".ci", "run"))
            .Select(path => Path.GetRelativePath(Repository.Root, path)),
    ];

    [Theory]
    [MemberData(nameof(WorkflowFiles))]
    public void A_workflow_pins_its_actions_holds_no_secret_and_runs_scripts_that_exist(string workflow)
    {
        var text = File.ReadAllText(Path.Combine(Workflows, workflow));

        Assert.All(Uses().Matches(text), use => Assert.Matches(@"^[\w-]+/[\w/-]+@v\d+(\.\d+)*$", use.Groups["action"].Value));
        Assert.DoesNotContain("secrets.", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\t', text);
        Assert.NotEmpty(Runs().Matches(text));
        Assert.All(Runs().Matches(text), run => Assert.True(File.Exists(Path.Combine(Repository.Root, run.Groups["script"].Value)), run.Value));
    }

    [Fact]
    public void Deploying_signs_in_by_federation_and_asks_for_nothing_it_does_not_need()
    {
        var text = File.ReadAllText(Path.Combine(Workflows, "deploy.yml"));

        Assert.Contains("permissions:\n  actions: read\n  contents: read\n  id-token: write\n", text, StringComparison.Ordinal);
        Assert.Equal(2, Regex.Count(text, "azure/login@", RegexOptions.None, TimeSpan.FromSeconds(1)));
        Assert.Equal(2, Regex.Count(text, @"^    environment: ", RegexOptions.Multiline, TimeSpan.FromSeconds(1)));
        Assert.DoesNotContain("creds:", text, StringComparison.Ordinal);
    }

    // An expression inside a script is pasted into it before the shell reads it.
    [Theory]
    [MemberData(nameof(WorkflowFiles))]
    public void No_script_of_a_workflow_holds_an_expression(string workflow) =>
        Assert.All(
            ScriptBodies().Matches(File.ReadAllText(Path.Combine(Workflows, workflow))),
            body => Assert.DoesNotContain("${{", body.Value, StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task A_script_is_executable_where_it_is_run_and_reads_as_bash(string script)
    {
        var path = Path.Combine(Repository.Root, script);
        var (exitCode, _, errors) = await InfraFiles.RunAsync("bash", "-n", path);

        Assert.True(exitCode == 0, errors);
        Assert.Matches("^set -euo pipefail$|^source .*common\\.sh\"$", string.Join('\n', File.ReadLines(path).Where(line => line.StartsWith('s')).Take(1)));
        Assert.True(script.EndsWith("common.sh", StringComparison.Ordinal) || OperatingSystem.IsWindows() || File.GetUnixFileMode(path).HasFlag(UnixFileMode.UserExecute), script);
    }

    [Theory]
    [InlineData("infra", "", "westeurope", "AZURE_ENV_NAME is missing")]
    [InlineData("infra", "dev", "", "AZURE_LOCATION is missing")]
    [InlineData("app", "dev", "westeurope", "not signed in")]
    [InlineData("launch", "dev", "westeurope", "deploy.sh preview")]
    public async Task Deploying_says_in_one_sentence_what_is_missing(string verb, string environment, string location, string expected)
    {
        var tools = Directory.CreateTempSubdirectory();
        try
        {
            // An Azure CLI that nobody has signed in to.
            var az = Path.Combine(tools.FullName, "az");
            await File.WriteAllTextAsync(az, "#!/bin/sh\nexit 1\n");
            await InfraFiles.RunAsync("chmod", "+x", az);

            var (exitCode, _, errors) = await InfraFiles.RunAsync(
                "env", $"PATH={tools.FullName}:{Environment.GetEnvironmentVariable("PATH")}", $"AZURE_ENV_NAME={environment}", $"AZURE_LOCATION={location}", InfraFiles.PathOf("deploy.sh"), verb);

            Assert.NotEqual(0, exitCode);
            Assert.Contains(expected, errors, StringComparison.Ordinal);
        }
        finally
        {
            tools.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task The_tree_holds_no_secret()
    {
        var (exitCode, _, errors) = await InfraFiles.RunAsync(InfraFiles.PathOf("scan-secrets.sh"));

        Assert.True(exitCode == 0, errors);
    }

    [Theory]
    [InlineData("AccountEndpoint=https://a.documents.azure.com/;AccountKey=", "C3y6yDjf5/R+ob0N8A7Cgv30VRDJIWEHLM+4QDU5DE2nQ9nDuVTqobD4b8mGGyPMbIZnqyMsEcaGQy67XIw/Jw==")]
    [InlineData("ZERION_API_KEY=zk_prod_", "0123456789abcdef0123456789abcdef")]
    [InlineData("https://eth-mainnet.g.alchemy.com/v2/", "0123456789abcdefghijklmnopqrstuv")]
    [InlineData("cache.example:6380,ssl=true,password=", "correcthorsebattery")]
    [InlineData("-----BEGIN RSA ", "PRIVATE KEY-----")]
    [InlineData("token: ghp_", "0123456789abcdefghijklmnopqrstuvwxyz")]
    public async Task A_secret_is_found_and_not_shown(string before, string secret)
    {
        var tree = Directory.CreateTempSubdirectory();
        try
        {
            await File.WriteAllTextAsync(Path.Combine(tree.FullName, "settings.txt"), $"first line\n{before}{secret}\n");

            var (exitCode, output, errors) = await InfraFiles.RunAsync(InfraFiles.PathOf("scan-secrets.sh"), tree.FullName);

            Assert.Equal(1, exitCode);
            Assert.Contains("settings.txt:2", errors, StringComparison.Ordinal);
            Assert.DoesNotContain(secret, errors + output, StringComparison.Ordinal);
        }
        finally
        {
            tree.Delete(recursive: true);
        }
    }

    [Fact]
    public void The_compose_file_opens_its_ports_to_this_machine_only()
    {
        var ports = Ports().Matches(InfraFiles.Read("local/compose.yaml")).Select(match => match.Groups["port"].Value).ToList();

        Assert.Contains("127.0.0.1:8081:8081", ports);
        Assert.All(ports, port => Assert.StartsWith("127.0.0.1:", port, StringComparison.Ordinal));
    }

    [GeneratedRegex(@"uses: (?<action>\S+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Uses();

    [GeneratedRegex(@"run: (?<script>(infra|\.ci)/[\w./-]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Runs();

    [GeneratedRegex(@"run: (\|\n(          .*\n)+|.*)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ScriptBodies();

    [GeneratedRegex("- \"(?<port>[\\d.:]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Ports();
}
