using AssetFunctions.Benchmarks.Spam;
using AssetFunctions.Testing;

namespace AssetFunctions.Benchmarks.Tests;

public sealed class SpamNamesTests
{
    /// <summary>The names were fixed before the rules that judge them; a change of the generator shows here.</summary>
    [Fact]
    public void Names_on_file_are_those_of_the_generator() => GeneratedFiles.AssertFile(SpamSamples.SpamFile, SpamSamples.Text(SpamSamples.Generate()));
}
