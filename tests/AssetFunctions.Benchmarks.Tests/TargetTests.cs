using AssetFunctions.Benchmarks.Reporting;

namespace AssetFunctions.Benchmarks.Tests;

public sealed class TargetTests
{
    [Theory]
    [InlineData("<= 5", 5, true)]
    [InlineData("<= 5", 5.001, false)]
    [InlineData(">= 1,500", 1500, true)]
    [InlineData(">= 1,500", 1499, false)]
    [InlineData("", 7, true)]
    public void Target_is_read_back_from_its_text(string text, double value, bool isMet)
    {
        var target = Target.Parse(text);

        Assert.Equal(text, target.ToString());
        Assert.Equal(isMet, target.IsMetBy(value));
    }
}
