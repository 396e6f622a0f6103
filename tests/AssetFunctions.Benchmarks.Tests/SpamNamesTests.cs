using AssetFunctions.Benchmarks.Spam;
using AssetFunctions.Testing;

namespace AssetFunctions.Benchmarks.Tests;

public sealed class SpamNamesTests
{
    /// <summary>The names were fixed before the rules that judge them; a change of the generator shows here.</summary>
    [Fact]
    public void Names_on_file_are_those_of_the_generator() => GeneratedFiles.AssertFile(SpamSamples.SpamFile, SpamSamples.Text(SpamSamples.Generate()));

    [Fact]
    public void The_rules_reach_their_precision_and_recall()
    {
        var (spam, ham) = (SpamSamples.Spam(), SpamSamples.Ham());
        var (hits, accused) = (spam.Count(SpamCase.IsSpam), ham.Count(SpamCase.IsSpam));

        Assert.InRange(SpamCase.Precision(hits, accused), SpamCase.LeastPrecision, 1);
        Assert.InRange(SpamCase.Recall(hits, spam.Count), SpamCase.LeastRecall, 1);
        Assert.True(spam.Count >= 400 && ham.Count > spam.Count, $"{spam.Count} names of spam and {ham.Count} others are too few to say.");
    }

    /// <summary>Names that no rule has seen.</summary>
    [Theory]
    [InlineData(101)]
    [InlineData(102)]
    [InlineData(103)]
    public void Names_of_other_seeds_are_found_too(int seed)
    {
        var names = SpamSamples.Generate(seed);

        Assert.InRange(SpamCase.Recall(names.Count(SpamCase.IsSpam), names.Count), SpamCase.LeastRecall, 1);
    }
}
