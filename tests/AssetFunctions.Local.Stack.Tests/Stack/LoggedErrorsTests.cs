using AssetFunctions.Local.Stack.Processes;

namespace AssetFunctions.Local.Stack.Tests.Stack;

public sealed class LoggedErrorsTests
{
    [Fact]
    public void The_first_five_different_errors_are_kept()
    {
        var errors = new LoggedErrors();
        foreach (var line in (string[])["plain text", "", "12:00:00.000 info Host: fail", "12:00:00.000 warn Host: It may break.", "12:00:00.000 crit Host: It broke."])
        {
            errors.Receive(line);
        }

        for (var number = 0; number < 20; number++)
        {
            errors.Receive($"12:00:00.{number:D3} fail Host: Error {number / 2}.");
        }

        Assert.Equal(["Host: It broke.", "Host: Error 0.", "Host: Error 1.", "Host: Error 2.", "Host: Error 3."], errors.First);
    }
}
