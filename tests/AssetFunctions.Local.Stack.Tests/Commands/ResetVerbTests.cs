using AssetFunctions.Local.Stack.Tests.Support;

namespace AssetFunctions.Local.Stack.Tests.Commands;

public sealed class ResetVerbTests : IDisposable
{
    readonly DirectoryInfo _parent = Directory.CreateTempSubdirectory("asset-functions-");

    public ResetVerbTests()
    {
        Directory.CreateDirectory(Path.Combine(Data, "azurite"));
        File.WriteAllText(Path.Combine(Data, "cosmos.db"), "data");
    }

    string Data => Path.Combine(_parent.FullName, "local");

    public void Dispose() => _parent.Delete(recursive: true);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_confirmation_of_the_user_decides(bool reply)
    {
        var result = await StackShell.Over(Data, reply: reply).RunAsync("reset");

        Assert.Equal(reply ? 0 : 2, result.ExitCode);
        Assert.Equal(!reply, Directory.Exists(Data));
    }

    [Fact]
    public async Task Without_a_terminal_the_option_yes_is_required()
    {
        var cli = StackShell.Over(Data);

        var refused = await cli.RunAsync("reset");
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("--yes", refused.Error, StringComparison.Ordinal);
        Assert.True(Directory.Exists(Data));

        var done = await cli.RunAsync("reset", "--yes", "--json");
        Assert.Equal((0, Data), (done.ExitCode, (string?)done.Json["deleted"]));
        Assert.False(Directory.Exists(Data));

        var again = await cli.RunAsync("reset", "--yes");
        Assert.Equal((0, "Nothing to delete.\n"), (again.ExitCode, again.Out));
    }

    [Fact]
    public async Task Nothing_is_deleted_under_a_running_stack()
    {
        await using var announcement = StackState.Announce(Data, new Uri("http://127.0.0.1:7071/api/"), new Uri("http://127.0.0.1:8081/"));

        var result = await StackShell.Over(Data, reply: true).RunAsync("reset", "--yes");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("is running", result.Error, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(Data, "cosmos.db")));
    }

    [Fact]
    public async Task Outside_of_a_checkout_there_is_nothing_to_reset()
    {
        var result = await StackShell.Over(data: null).RunAsync("reset", "--yes");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("checkout", result.Error, StringComparison.Ordinal);
    }
}
