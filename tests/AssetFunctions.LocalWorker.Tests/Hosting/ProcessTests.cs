using System.Diagnostics;
using AssetFunctions.LocalWorker.Tests.Support;
using AssetFunctions.Testing.Azurite;

namespace AssetFunctions.LocalWorker.Tests.Hosting;

/// <summary>The app as a process of its own: how it starts, stops and dies.</summary>
public sealed class ProcessTests(AzuriteFixture azurite) : QueueTestBase(azurite)
{
    [Fact]
    public async Task A_message_of_a_killed_process_is_run_by_another()
    {
        using var doomed = Start("hold");
        await Input.SendAsync("survivor");
        await LineAsync(doomed, "running survivor");
        doomed.Kill();
        await doomed.WaitForExitAsync();
        Assert.Equal(0, await Output.CountAsync());

        using var heir = Start("echo");
        await Output.CountsAsync(1);
        await Input.CountsAsync(0);

        Assert.Equal(["survivor"], await Output.TextsAsync());
        await KillAsync(heir);
    }

    [Fact]
    public async Task Several_processes_share_one_queue_and_run_each_message_once()
    {
        var texts = Enumerable.Range(0, 30).Select(number => number.ToString("D2")).ToArray();
        using var one = Start("echo");
        using var two = Start("echo");
        await Input.SendAsync(texts);

        await Input.CountsAsync(0);

        Assert.Equal(texts, await Output.TextsAsync());
        await KillAsync(one);
        await KillAsync(two);
    }

    [Fact]
    public async Task Storage_that_does_not_answer_ends_the_process_with_one_sentence_and_code_1()
    {
        using var process = Start(
            "echo", storage: "DefaultEndpointsProtocol=http;AccountName=a;AccountKey=YQ==;QueueEndpoint=http://127.0.0.1:1/a;");
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(Eventually.Limit);

        Assert.Equal(1, process.ExitCode);
        Assert.StartsWith($"Function 'Work' cannot reach its queue '{Input.Name}' at http://127.0.0.1:1/a", await errors, StringComparison.Ordinal);
        Assert.Single((await errors).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.DoesNotContain("   at ", await output, StringComparison.Ordinal);
    }

    private static async Task LineAsync(Process process, string expected)
    {
        using var limit = new CancellationTokenSource(Eventually.Limit);
        while (await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            if (line == expected)
            {
                return;
            }
        }

        Assert.Fail($"The app ended with: {await process.StandardError.ReadToEndAsync(limit.Token)}");
    }

    private static async Task KillAsync(Process process)
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    private Process Start(string role, string? storage = null)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(ProcessTests).Assembly.Location, role])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["AzureWebJobsStorage"] = storage ?? Connection;
        start.Environment["Input"] = Input.Name;
        start.Environment["Output"] = Output.Name;
        start.Environment["AzureFunctionsLocal__MessageLease"] = "00:00:02";
        return Process.Start(start)!;
    }
}
