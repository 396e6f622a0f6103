namespace AssetFunctions.Infra.Tests;

/// <summary>The error messages of the scripts in <c>infra/local</c> for a missing tool or an invalid option. Each names the remedy.</summary>
public sealed class LocalScriptTests : IDisposable
{
    readonly FakeTools _tools = new();

    public LocalScriptTests() => _tools
        .With("dotnet", """
            case "$*" in
              --list-sdks) echo '10.0.100 [/sdk]' ;;
              "test --help") echo '      --filter <EXPRESSION>  Runs some tests.' ;;
              *) exit 1 ;;
            esac
            """)
        .With("node", "echo v20.1.0")
        .With("npm", "exit 1");

    public void Dispose() => _tools.Dispose();

    [Theory]
    [InlineData("run.sh")]
    [InlineData("test.sh")]
    [InlineData("bench.sh run")]
    public async Task A_Node_that_is_too_old_is_reported_with_the_required_version(string command)
    {
        _tools.With("node", "echo v18.20.4");

        var (exitCode, output, errors) = await RunAsync(command);

        Assert.Equal((1, string.Empty), (exitCode, output));
        Assert.Equal("Node.js v18.20.4 is too old: install version 20 or newer from https://nodejs.org.\n", errors);
    }

    [Fact]
    public async Task A_missing_SDK_is_reported_with_the_place_to_get_it()
    {
        _tools.With("dotnet", "echo '9.0.100 [/sdk]'");

        var (exitCode, _, errors) = await RunAsync("run.sh");

        Assert.Equal(1, exitCode);
        Assert.Contains("The .NET 10 SDK is missing", errors, StringComparison.Ordinal);
        Assert.Contains("https://dotnet.microsoft.com/download", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("test.sh --fats", "There is no option '--fats'.")]
    [InlineData("test.sh --fast --filtre=Positions", "There is no option '--filtre=Positions'.")]
    [InlineData("bench.sh --basline COMMIT cache", "There is no option '--basline'.")]
    [InlineData("bench.sh cache --baseline", "--baseline takes a commit.")]
    public async Task A_mistyped_option_is_reported_with_the_usage_before_anything_is_built(string command, string expected)
    {
        var (exitCode, output, errors) = await RunAsync(command);

        Assert.Equal((2, string.Empty), (exitCode, output));
        Assert.StartsWith(expected, errors, StringComparison.Ordinal);
        Assert.Contains("Usage: ", errors, StringComparison.Ordinal);
        Assert.DoesNotContain(_tools.Calls, call => call.StartsWith("dotnet build", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("test.sh --filter FullyQualifiedName~Positions")]
    [InlineData("test.sh --fast --filter=Positions")]
    public async Task An_option_of_the_test_command_is_accepted_up_to_the_build(string command)
    {
        _tools.With("npm", "exit 0").With("redis-server", "exit 0");

        var (_, _, errors) = await RunAsync(command);

        Assert.EndsWith("The build failed.\n", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("test.sh")]
    [InlineData("bench.sh")]
    public async Task Help_goes_to_standard_output_and_fits_a_page(string script)
    {
        var (exitCode, output, errors) = await RunAsync($"{script} --help");

        Assert.Equal((0, string.Empty), (exitCode, errors));
        Assert.Contains($"infra/local/{script} ", output, StringComparison.Ordinal);
        Assert.All(output.Split('\n'), line => Assert.InRange(line.Length, 0, 120));
    }

    // A copy, because the scripts install and build beside themselves.
    async Task<(int ExitCode, string Output, string Errors)> RunAsync(string command)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_tools.Folder, "infra", "local")).FullName;
        foreach (var file in Directory.EnumerateFiles(InfraFiles.PathOf("local"), "*.sh"))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        await File.WriteAllTextAsync(Path.Combine(folder, "package-lock.json"), "{}");
        Directory.CreateDirectory(Path.Combine(folder, "node_modules"));
        return await _tools.RunAsync($"infra/local/{command}", "CI=");
    }
}
