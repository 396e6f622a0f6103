using System.Text;
using AssetFunctions.Local.FunctionsHost.Tests.Support;

namespace AssetFunctions.Local.FunctionsHost.Tests.Queues;

public sealed class OutputTests
{
    [Fact]
    public async Task Message_whose_output_cannot_be_sent_is_not_deleted()
    {
        using var queues = await TestQueues.CreateAsync();
        await queues.EchoInput.SendAsync("text");
        await using var host = await HostProcess.StartAsync(queues, "Echo", ("Output", "no queue name"));

        Assert.Equal(["text"], await queues.EchoPoison.TextsAsync(1));
    }

    [Fact]
    public async Task Messages_are_encoded_as_configured_in_host_json()
    {
        using var queues = await TestQueues.CreateAsync();
        var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes("Grüße"));
        await queues.EchoInput.SendAsync(encoded);
        await using var host = await HostProcess.StartAsync(queues, "Echo", ("AzureFunctionsJobHost__extensions__queues__messageEncoding", "base64"));

        Assert.Equal([encoded], await queues.Output.TextsAsync(1));
    }
}
