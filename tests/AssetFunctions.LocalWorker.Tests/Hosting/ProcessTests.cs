using AssetFunctions.LocalWorker.Tests.Support;
using AssetFunctions.Testing.Azurite;

namespace AssetFunctions.LocalWorker.Tests.Hosting;

/// <summary>The app as a process of its own.</summary>
public sealed class ProcessTests(AzuriteFixture azurite) : QueueTestBase(azurite)
{
    [Fact]
    public async Task Storage_that_does_not_answer_ends_the_process_with_one_sentence_and_code_1()
    {
        await using var process = StartProcess(
            ["echo"],
            ("AzureWebJobsStorage", "DefaultEndpointsProtocol=http;AccountName=a;AccountKey=YQ==;QueueEndpoint=http://127.0.0.1:1/a;"));
        var errors = process.Errors.ReadToEndAsync();
        var output = process.Output.ReadToEndAsync();
        await process.EndAsync();

        Assert.Equal(1, process.ExitCode);
        Assert.StartsWith($"Function 'Work' cannot reach its queue '{Input.Name}' at http://127.0.0.1:1/a", await errors, StringComparison.Ordinal);
        Assert.Single((await errors).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.DoesNotContain("   at ", await output, StringComparison.Ordinal);
    }
}
