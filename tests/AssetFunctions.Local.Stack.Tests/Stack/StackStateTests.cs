using System.Text.Json;

namespace AssetFunctions.Local.Stack.Tests.Stack;

public sealed class StackStateTests : IDisposable
{
    static readonly Uri Api = new("http://127.0.0.1:7072/api/");
    static readonly Uri Database = new("http://127.0.0.1:8082/");

    readonly string _directory = Directory.CreateTempSubdirectory("asset-functions-").FullName;

    string File => Path.Combine(_directory, "stack.json");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task A_stack_is_found_as_long_as_it_runs()
    {
        await using (StackState.Announce(_directory, Api, Database))
        {
            var found = StackState.FindRunning(_directory);

            Assert.Equal((Api, Database, Environment.ProcessId), (found?.Api, found?.Database, found?.ProcessId));
        }

        Assert.Null(StackState.FindRunning(_directory));
        Assert.Empty(Directory.GetFiles(_directory));
    }

    [Fact]
    public async Task A_stack_that_crashed_is_not_found_even_when_another_process_got_its_id()
    {
        await using var announcement = StackState.Announce(_directory, Api, Database);
        var state = JsonSerializer.Deserialize<StackState>(await System.IO.File.ReadAllTextAsync(File), JsonSerializerOptions.Web)!;

        await System.IO.File.WriteAllTextAsync(File, JsonSerializer.Serialize(state with { ProcessStartedAt = state.ProcessStartedAt.AddHours(-1) }, JsonSerializerOptions.Web));
        Assert.Null(StackState.FindRunning(_directory));

        await System.IO.File.WriteAllTextAsync(File, JsonSerializer.Serialize(state with { ProcessId = int.MaxValue }, JsonSerializerOptions.Web));
        Assert.Null(StackState.FindRunning(_directory));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[1,")]
    public async Task An_invalid_file_announces_nothing(string text)
    {
        await System.IO.File.WriteAllTextAsync(File, text);

        Assert.Null(StackState.FindRunning(_directory));
    }
}
