using System.Text.Json;

namespace AssetFunctions.Local.Providers.Samples;

/// <summary>
/// Writes the sample wallets: pages in the format of Zerion's API, built from real tokens with made-up amounts. The output is deterministic.
/// </summary>
public static partial class SampleWalletGenerator
{
    const int Seed = 20261122;

    /// <summary>Writes positions and transactions of every sample wallet, the networks, and the index <see cref="SampleWallets.IndexFile"/>.</summary>
    /// <param name="directory">Created where it is missing; existing files are overwritten.</param>
    public static void WriteAll(string directory)
    {
        Directory.CreateDirectory(directory);
        var tokens = TokenList.Load();
        SamplePage[] pages =
        [
            OneNetwork(tokens),
            TwelveNetworks(tokens),
            Trash(tokens),
            Shared(tokens),
            Protocols(tokens),
            Solana(tokens),
            Hostile(tokens),
        ];

        var histories = Histories(tokens, pages).ToDictionary(history => history.Wallet, StringComparer.Ordinal);
        foreach (var page in pages)
        {
            File.WriteAllBytes(Path.Combine(directory, SampleWallets.PositionsFile(page.Name)), page.ToBytes());
        }

        foreach (var history in histories.Values)
        {
            File.WriteAllBytes(Path.Combine(directory, SampleWallets.TransactionsFile(history.Wallet)), history.ToBytes());
        }

        File.WriteAllText(Path.Combine(directory, SampleWallets.NetworksFile), SampleNetworks.Page());
        var index = JsonSerializer.Serialize(pages.Select(page => page.Entry(histories.GetValueOrDefault(page.Name))), SampleWallets.Json);
        File.WriteAllText(Path.Combine(directory, SampleWallets.IndexFile), $"{index}\n");
    }

    static SampleRow Position(TokenList tokens, Token token, Random random) => new()
    {
        Id = PositionId(random),
        Token = token,
        Implementations = Shuffled(tokens.Implementations(token), random),
        Amount = SampleMarket.Amount(token, random),
        Price = SampleMarket.Price(token),
    };

    static string PositionId(Random random) => $"{random.NextInt64():x16}{random.NextInt64():x16}";

    static T[] Shuffled<T>(IEnumerable<T> items, Random random)
    {
        var shuffled = items.ToArray();
        random.Shuffle(shuffled);
        return shuffled;
    }
}
