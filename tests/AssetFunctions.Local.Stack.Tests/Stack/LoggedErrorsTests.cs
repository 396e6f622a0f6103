using AssetFunctions.Local.Stack.Processes;

namespace AssetFunctions.Local.Stack.Tests.Stack;

public sealed class LoggedErrorsTests
{
    [Fact]
    public void The_first_five_different_errors_are_kept()
    {
        var errors = new LoggedErrors();
        foreach (var line in (string[])["plain text", "", "12:00:00.000 Information Host: Error", "12:00:00.000 Warning     Host: It may break.", "12:00:00.000 Critical    Host: It broke."])
        {
            errors.Receive(line);
        }

        for (var number = 0; number < 20; number++)
        {
            errors.Receive($"12:00:00.{number:D3} Error       Host: Error {number / 2}.");
        }

        Assert.Equal(["Host: It broke.", "Host: Error 0.", "Host: Error 1.", "Host: Error 2.", "Host: Error 3."], errors.First);
    }

    [Fact]
    public void An_exception_below_an_error_is_its_text()
    {
        var errors = new LoggedErrors();
        for (var attempt = 1; attempt <= 2; attempt++)
        {
            errors.Receive($"12:00:00.000 Error       Function.Extract.User: Invocation {attempt} failed.");
            errors.Receive("  AssetFunctions.Sync.Providers.ProviderException: The provider cannot be reached: no route.");
            errors.Receive("   at AssetFunctions.Sync.Phases.Extract()");
        }

        errors.Receive("12:00:01.000 Error       Host: The last line.");

        Assert.Equal(["Function.Extract.User: The provider cannot be reached: no route.", "Host: The last line."], errors.First);
    }
}
