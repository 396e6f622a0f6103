using AssetFunctions.Benchmarks.Reporting;
using AssetFunctions.Sync;
using AssetFunctions.Sync.Assets;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Benchmarks.Spam;

/// <summary>How many spam names the rules find, and how many real ones they take for spam.</summary>
sealed class SpamCase : IBenchmarkCase
{
    public const double LeastPrecision = 0.995;
    public const double LeastRecall = 0.97;

    // Contracts that no table lists.
    const string Contract = "0x00000000000000000000000000000000000bad01";
    const string Mint = "BadMint1111111111111111111111111111111111111";

    const int OtherSeed = 2;

    static readonly SpamRules Rules = new(Options.Create(new SpamOptions()));

    public string Name => "spam";

    public Task RunAsync(Report report)
    {
        var (spam, ham) = (SpamSamples.Spam(), SpamSamples.Ham());
        var accused = ham.Where(IsSpam).ToList();
        var missed = spam.Where(name => !IsSpam(name)).ToList();
        var hits = spam.Count - missed.Count;

        report.AtLeast("precision", Precision(hits, accused.Count), "share", LeastPrecision);
        report.AtLeast("recall", Recall(hits, spam.Count), "share", LeastRecall);
        foreach (var category in spam.GroupBy(name => name.Category))
        {
            report.AtLeast($"recall, {category.Key}", Recall(category.Count(IsSpam), category.Count()), "share", LeastRecall);
        }

        var others = SpamSamples.Generate(OtherSeed);
        report.Note("recall of names of another seed, which are not on file", Recall(others.Count(IsSpam), others.Count), "share");
        report.Note("spam names", spam.Count, "names");
        report.Note("real names", ham.Count, "names");
        report.Note("real names taken for spam", accused.Count, "names");
        foreach (var name in accused.Concat(missed))
        {
            Console.Error.WriteLine($"{(name.Category.Length == 0 ? "taken for spam" : $"missed, {name.Category}")}: {name.Network} '{name.Symbol}' '{name.Name}'");
        }

        return Task.CompletedTask;
    }

    /// <summary>Judges a name as an asset that nothing vouches for, with its text cleaned like a provider's.</summary>
    public static bool IsSpam(SpamName name)
    {
        var facts = new AssetFacts
        {
            Symbol = DisplayText.Clean(name.Symbol, AssetFactsLimits.Symbol),
            Name = DisplayText.Clean(name.Name, AssetFactsLimits.Name),
            Decimals = 18,
        };
        return Rules.Judge(AssetIdentity.Canonicalize(name.Network, name.Network == "solana" ? Mint : Contract), facts).State == SpamState.Spam;
    }

    public static double Precision(int hits, int accused) => (double)hits / (hits + accused);

    public static double Recall(int hits, int all) => (double)hits / all;
}
