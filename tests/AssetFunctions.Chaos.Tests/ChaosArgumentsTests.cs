namespace AssetFunctions.Chaos.Tests;

public sealed class ChaosArgumentsTests
{
    [Fact]
    public void Everything_has_a_default() =>
        Assert.Equal(new ChaosArguments(40, 2, 10, 1, TimeSpan.FromSeconds(10), Control: null, Other: null), ChaosArguments.Parse([]));

    [Theory]
    [InlineData("--wallets")]
    [InlineData("--wallets", "none")]
    [InlineData("--wallets", "0")]
    [InlineData("--instances", "1")]
    [InlineData("--kills", "3")]
    [InlineData("--seed", "-1")]
    [InlineData("--seed", "1", "--seed", "2")]
    [InlineData("--control", "everything")]
    [InlineData("--walets", "20")]
    public void Invalid_arguments_are_refused(params string[] args) => Assert.Null(ChaosArguments.Parse(args));

    [Fact]
    public void Every_control_is_known() =>
        Assert.All(ChaosArguments.Controls, control => Assert.Equal(control, ChaosArguments.Parse(["--control", control])?.Control));
}
