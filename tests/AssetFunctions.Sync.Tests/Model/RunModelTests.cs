using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace AssetFunctions.Sync.Tests.Model;

/// <summary>
/// Runs, claims and schedule under commands by chance. <c>ASSETFUNCTIONS_MODEL_BUDGET</c> multiplies the number of scripts;
/// <c>ASSETFUNCTIONS_MODEL_SEED</c> takes the two numbers, and the size, that a failure prints to repeat it.
/// </summary>
public sealed class RunModelTests(Xunit.Abstractions.ITestOutputHelper output)
{
    const int ScriptCount = 150;
    const int MistakeScriptCount = 300;
    const ulong Seed = 20_260_301;
    const ulong Gamma = 7;

    public static TheoryData<string> MistakeNames => [.. Mistakes.All.Keys];

    static int Budget => int.TryParse(Environment.GetEnvironmentVariable("ASSETFUNCTIONS_MODEL_BUDGET"), CultureInfo.InvariantCulture, out var factor) ? factor : 1;

    [Fact]
    public void Runs_claims_and_schedule_keep_the_specification()
    {
        var seen = Check(ScriptCount * Budget, () => new Mistake());

        // Scripts in which nothing happens prove nothing.
        Assert.Superset(new HashSet<string> { "Completed", "Partial", "Failed", "Due", "Deleted", "Revived", "Poisoned" }, seen);
    }

    [Theory]
    [MemberData(nameof(MistakeNames))]
    public void A_planted_mistake_is_found_and_shown_with_its_shortest_script(string mistake)
    {
        var failure = Assert.ThrowsAny<Exception>(() => Check(MistakeScriptCount, Mistakes.All[mistake]));

        output.WriteLine(failure.Message);
        Assert.Contains("Falsifiable", failure.Message, StringComparison.Ordinal);
        Assert.Matches(@"seed of \(\d+,\d+\)", failure.Message);
        Assert.Matches(@"Label of failing property: After .+: wallet ..: .+\.", failure.Message);
        Assert.Matches(@"Shrunk:\s+1\. \w+ \{", failure.Message);
    }

    static HashSet<string> Check(int scripts, Func<Mistake> mistake)
    {
        var seen = new HashSet<string>();
        FsCheck.Check.One(Configuration(scripts), Prop.ForAll(Scripts.Arbitrary, script =>
        {
            var violation = Machine.FindViolationAsync(script, mistake(), seen).GetAwaiter().GetResult();
            return (violation is null).Label(violation ?? string.Empty);
        }));
        return seen;
    }

    static Config Configuration(int scripts)
    {
        var quiet = Config.QuickThrowOnFailure.WithMaxTest(scripts);
        var seed = Environment.GetEnvironmentVariable("ASSETFUNCTIONS_MODEL_SEED")?.Split(',').Select(number => ulong.Parse(number, CultureInfo.InvariantCulture)).ToList();
        return seed switch
        {
            [var first, var second] => quiet.WithReplay(first, second),
            [var first, var second, var size] => quiet.WithReplay(first, second, (int)size),
            _ => quiet.WithReplay(Seed, Gamma),
        };
    }
}
