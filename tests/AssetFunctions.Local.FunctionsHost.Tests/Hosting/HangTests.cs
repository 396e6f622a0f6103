using AssetFunctions.Local.FunctionsHost.Tests.Support;

namespace AssetFunctions.Local.FunctionsHost.Tests.Hosting;

public sealed class HangTests
{
    [Fact]
    public async Task Worker_that_hangs_at_its_start_is_abandoned_after_thirty_seconds()
    {
        await using var host = HostProcess.Begin(["--app", HostProcess.Worker, "--port", "0"], ("Startup", "hang"));

        await host.EndAsync();

        Assert.Equal(1, host.Process.ExitCode);
        Assert.EndsWith("was not ready after 30 seconds.", Assert.Single(host.Process.Errors), StringComparison.Ordinal);
    }
}
