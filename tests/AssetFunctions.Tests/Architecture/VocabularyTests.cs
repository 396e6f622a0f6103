using System.Text.RegularExpressions;
using AssetFunctions.Testing;

namespace AssetFunctions.Tests.Architecture;

/// <summary>
/// One term for each thing, the field's own, in identifiers, comments and texts of <c>src</c>. A word that is listed here has a better one:
/// provider for source, position for holding, backfill for walk, request or call for ask, response or result for answer, report or record for
/// tell, failure for fault, simulator for replay.
/// </summary>
public sealed partial class VocabularyTests
{
    static readonly string Root = Path.Combine(Repository.Root, "src");

    static readonly string[] Avoided =
    [
        "told", "untold", "tell", "tells", "wish", "wishes", "bury", "buried", "buries", "fly", "flies", "trail", "walk", "walks", "walked", "leg", "legs",
        "ask", "asks", "asked", "answer", "answers", "answered", "fault", "faults", "source", "sources", "replay", "replays", "holding", "holdings", "whoever",
    ];

    /// <summary>Where an avoided word is the field's own: injected and transient faults, a random walk, the replay of poison messages.</summary>
    static readonly (string Word, string Path)[] Fields =
    [
        ("fault", "local/Cosmos/"), ("faults", "local/Cosmos/"), ("fault", "local/Providers/"), ("faults", "local/Providers/"),
        ("replay", "AssetFunctions/Functions/"), ("replay", "AssetFunctions/Storage/"), ("replay", "AssetFunctions.Cli/"), ("replay", "AssetFunctions.Sync/"),
        ("replay", "AssetFunctions/OpenApi/"), ("replay", "local/Stack/"), ("replay", "AssetFunctions/Hosting/"), ("replay", "AssetFunctions/Http/"),
        ("replays", "AssetFunctions.Sync/"), ("replays", "AssetFunctions.Cli/"),
        ("walk", "local/Providers/"), ("faults", "local/Stack/Processes/DatabaseProcess"),
    ];

    /// <summary>Names that keep an avoided word, because messages, documents or the API have it, or because it means something else there.</summary>
    static readonly string[] Kept = ["HoldingsUsd", "holdingsUsd"];

    [Fact]
    public void Source_files_use_the_vocabulary() => Assert.Empty(
        Directory.EnumerateFiles(Root, "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(file => Found(Path.GetRelativePath(Root, file).Replace('\\', '/'), File.ReadAllText(file)))
            .Except(Left, StringComparer.Ordinal));

    [Theory]
    [InlineData("// What the source told us.", "source", "told")]
    [InlineData("var askedAt = WalkRules.LegOf(trail);", "asked", "leg", "trail", "walk")]
    [InlineData("using var cancellation = new CancellationTokenSource();")]
    public void Avoided_words_are_found_inside_of_names_and_sentences(string line, params string[] words) =>
        Assert.Equal(words, Found("File.cs", line).Select(found => found.Split(' ')[^1]).Order(StringComparer.Ordinal));

    static IEnumerable<string> Found(string file, string text) => Identifiers().Matches(OfTheRuntime().Replace(text, string.Empty))
        .Select(match => match.Value)
        .Where(name => !Kept.Contains(name, StringComparer.Ordinal))
        .SelectMany(name => Words().Matches(name), (_, word) => word.Value.ToLowerInvariant())
        .Where(word => Avoided.Contains(word, StringComparer.Ordinal))
        .Distinct(StringComparer.Ordinal)
        .Where(word => !Fields.Any(field => field.Word == word && file.StartsWith(field.Path, StringComparison.Ordinal)))
        .Select(word => $"{file}: {word}");

    [GeneratedRegex("[A-Za-z]+", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Identifiers();

    [GeneratedRegex("[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Words();

    // Types and phrases of .NET, of the query language and of the shell.
    [GeneratedRegex(
        @"CancellationTokenSource|TaskCompletionSource|LinkedTokenSource|JsonSourceGenerationOptions|\w*DataSource\w*|SourceException|builder\.Sources|Source = data\.Source|[Ss]ource-generated|[Ss]ource of (the )?(jitter|randomness)|SpamSource|[Oo]pen source|source files?|source code",
        RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex OfTheRuntime();

    // Names of stored documents, messages and the API.
    static readonly string[] Left =
    [
        "AssetFunctions/Functions/AssetModels.cs: source",
        "AssetFunctions/Http/Problems.cs: fault",
        "AssetFunctions.Cosmos/Documents/AssetDocument.cs: source",
        "AssetFunctions.Cosmos/Documents/PositionDocument.cs: source",
        "AssetFunctions.Cosmos/Documents/TransactionDocuments.cs: source",
        "AssetFunctions.Cosmos/Documents/TransactionDocuments.cs: walk",
        "AssetFunctions.Cosmos/Documents/WalletDocument.cs: asked",
        "AssetFunctions.Cosmos/Documents/WalletDocument.cs: source",
        "AssetFunctions.Cosmos/Wallets/CosmosWalletDirectory.Schedule.cs: asked",
        "AssetFunctions.Cosmos/Wallets/CosmosWalletReader.cs: source",
        "AssetFunctions.Cosmos/Wallets/CosmosWalletStore.Range.cs: source",
        "AssetFunctions.Cosmos/Wallets/WalletConditions.cs: asked",
        "AssetFunctions.Sync/Runs/SyncRun.cs: source",
        "AssetFunctions.Sync/Transactions/TransactionHistory.cs: leg",
        "AssetFunctions.Sync/Transactions/TransactionHistory.cs: trail",
    ];
}
