using System.Text.RegularExpressions;
using AssetFunctions.Testing;

namespace AssetFunctions.Infra.Tests;

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
    public void Deploying_signs_in_by_federation_with_minimal_permissions()
    {
        var text = File.ReadAllText(Path.Combine(Workflows, "deploy.yml"));

        Assert.Contains("permissions:\n  actions: read\n  contents: read\n  id-token: write\n", text, StringComparison.Ordinal);
        Assert.Equal(2, Regex.Count(text, "azure/login@", RegexOptions.None, TimeSpan.FromSeconds(1)));
        Assert.Equal(2, Regex.Count(text, @"^    environment: ", RegexOptions.Multiline, TimeSpan.FromSeconds(1)));
        Assert.DoesNotContain("creds:", text, StringComparison.Ordinal);
    }

    // The identity of a job is that of its environment, and only the one that deploys waits for an approval.
    [Fact]
    public void The_job_that_previews_changes_has_an_environment_of_its_own_and_deploys_nothing()
    {
        var text = File.ReadAllText(Path.Combine(Workflows, "deploy.yml"));
        var preview = text[text.IndexOf("\n  preview:", StringComparison.Ordinal)..text.IndexOf("\n  deploy:", StringComparison.Ordinal)];
        var deploy = text[text.IndexOf("\n  deploy:", StringComparison.Ordinal)..];

        Assert.Contains("environment: ${{ inputs.environment }}-preview\n", preview, StringComparison.Ordinal);
        Assert.Equal("run: infra/deploy.sh preview", Assert.Single(ScriptBodies().Matches(preview)).Value);
        Assert.Contains("environment: ${{ inputs.environment }}\n", deploy, StringComparison.Ordinal);
        Assert.Contains("needs: preview\n", deploy, StringComparison.Ordinal);
        Assert.DoesNotContain("AZURE_CLIENT_ID", text[..text.IndexOf("\njobs:", StringComparison.Ordinal)].Replace("# Every environment has a variable AZURE_CLIENT_ID", string.Empty, StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_run_packs_what_is_deployed_and_keeps_it_only_where_it_was_pushed()
    {
        var text = File.ReadAllText(Path.Combine(Workflows, "ci.yml"));
        var package = text[text.IndexOf("\n  package:", StringComparison.Ordinal)..];

        Assert.Contains("- run: infra/deploy.sh package\n", package, StringComparison.Ordinal);
        Assert.Contains("- uses: actions/upload-artifact@v4\n        if: github.event_name == 'push'\n        with:\n          name: app\n", package, StringComparison.Ordinal);
    }

    // The last line is the result, and the tests print it.
    [Fact]
    public void A_run_checks_for_secrets_and_vulnerable_packages_and_ends_with_the_tests()
    {
        var run = File.ReadAllText(Path.Combine(Repository.Root, ".ci", "run"));
        var steps = new[] { "\"$ROOT/infra/scan-secrets.sh\"", "\"$ROOT/infra/scan-packages.sh\"", "\"$ROOT/infra/local/test.sh\"\n" };

        Assert.Contains("- run: .ci/run\n", File.ReadAllText(Path.Combine(Workflows, "ci.yml")), StringComparison.Ordinal);
        Assert.Equal(steps.Order(), steps.OrderBy(step => run.IndexOf(step, StringComparison.Ordinal)).Where(step => run.Contains(step, StringComparison.Ordinal)).Order());
        Assert.EndsWith(steps[^1], run, StringComparison.Ordinal);
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
    public async Task A_script_is_executable_and_valid_bash(string script)
    {
        var path = Path.Combine(Repository.Root, script);
        var (exitCode, _, errors) = await InfraFiles.RunAsync("bash", "-n", path);

        Assert.True(exitCode == 0, errors);
        Assert.Matches("^set -euo pipefail$|^source .*common\\.sh\"$", string.Join('\n', File.ReadLines(path).Where(line => line.StartsWith('s')).Take(1)));
        Assert.True(script.EndsWith("common.sh", StringComparison.Ordinal) || OperatingSystem.IsWindows() || File.GetUnixFileMode(path).HasFlag(UnixFileMode.UserExecute), script);
    }

    [Fact]
    public void The_compose_file_opens_its_ports_to_this_machine_only()
    {
        var ports = Ports().Matches(InfraFiles.Read("local/compose.yaml")).Select(match => match.Groups["port"].Value).ToList();

        Assert.Contains("127.0.0.1:8081:8081", ports);
        Assert.All(ports, port => Assert.StartsWith("127.0.0.1:", port, StringComparison.Ordinal));
    }

    [Fact]
    public void The_compose_file_runs_the_Azurite_of_the_local_stack()
    {
        var image = Regex.Match(InfraFiles.Read("local/compose.yaml"), @"image: \S+/azurite:(?<version>\S+)", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["version"].Value;

        Assert.Contains($"\"azurite\": \"{image}\"", InfraFiles.Read("local/package.json"), StringComparison.Ordinal);
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
