using System.Globalization;
using System.Text;

namespace AssetFunctions.Local.Providers.Samples;

/// <summary>
/// A wallet of any size, generated while it is written, for pages that are too large to keep as files.
/// Wallets with overlapping ranges of assets share them.
/// </summary>
/// <param name="Seed">Decides the address and the positions.</param>
/// <param name="Positions">Positions on the page, each in an asset of its own.</param>
public sealed record SyntheticWallet(int Seed, int Positions)
{
    const int ImplementationsPerToken = 16;
    const int FlushEvery = 50;

    static readonly string[] Networks =
    [
        "ethereum", "arbitrum", "base", "binance-smart-chain", "optimism", "polygon", "avalanche", "linea",
        "zksync-era", "scroll", "blast", "zora", "celo", "fantom", "mantle", "unichain",
    ];

    /// <summary>A wallet as large as the largest known ones: 6,000 positions, about 15 MB.</summary>
    public static SyntheticWallet Whale { get; } = new(20261122, 6_000);

    /// <summary>Distinct assets the positions are drawn from; at least <see cref="Positions"/>.</summary>
    public int AssetPool { get; init; } = Positions;

    /// <summary>Made-up EVM address.</summary>
    public string Address => SampleAddress.Evm(new Random(Seed));

    /// <summary>Writes the page, about 2.5 KB per position, with no more than a few rows in memory.</summary>
    public async Task WriteAsync(Stream target, CancellationToken cancellationToken)
    {
        var random = new Random(Seed);
        var address = SampleAddress.Evm(random);
        var first = random.Next(AssetPool);
        await using var writer = new StreamWriter(target, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
        await writer.WriteAsync(SamplePage.Head(address));
        for (var position = 0; position < Positions; position++)
        {
            var row = Row((first + position) % AssetPool, random);
            await writer.WriteAsync(position == 0 ? string.Empty : ",\n");
            await writer.WriteAsync(SamplePage.Line(row.ToJson()));
            if (position % FlushEvery == 0)
            {
                await writer.FlushAsync(cancellationToken);
            }
        }

        await writer.WriteAsync(SamplePage.Foot);
    }

    static SampleRow Row(int asset, Random positions)
    {
        var facts = new Random(asset);
        var number = asset.ToString("D5", CultureInfo.InvariantCulture);
        var home = facts.Next(Networks.Length);
        var tokens = Enumerable.Range(0, ImplementationsPerToken)
            .Select(offset => new Token(Networks[(home + offset) % Networks.Length], SampleAddress.Evm(facts), $"SYN{number}", $"Synthetic token number {number}", 18))
            .ToArray();
        return new SampleRow
        {
            Id = $"{tokens[^1].Address}-{tokens[^1].Network}-asset-asset-{positions.NextInt64():x16}",
            Token = tokens[^1],
            Implementations = tokens,
            Amount = SampleMarket.Amount(tokens[^1], positions),
            Price = SampleMarket.Price(tokens[^1]),
        };
    }
}
