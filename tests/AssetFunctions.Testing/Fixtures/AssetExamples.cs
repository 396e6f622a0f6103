using AssetFunctions.Sync.Assets;

namespace AssetFunctions.Testing.Fixtures;

/// <summary>Assets and prices for tests.</summary>
public static class AssetExamples
{
    /// <summary>The instant the examples are counted from.</summary>
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static AssetFacts Facts(string symbol = "TKN") => new()
    {
        Symbol = symbol,
        Name = $"{symbol} token",
        Decimals = 18,
        IconUrl = $"https://icons.example/{symbol}.png",
        Verified = true,
    };

    public static Asset Asset(string network, string address, AssetPrice? price = null, AssetFacts? facts = null) => new()
    {
        Key = new AssetKey(network, address),
        Facts = facts ?? Facts(),
        Price = price,
        CreatedAt = Noon,
        UpdatedAt = Noon,
    };

    /// <summary>Assets with the addresses <c>0x0</c>, <c>0x1</c> and so on.</summary>
    public static IReadOnlyList<Asset> Assets(string network, int count, AssetPrice? price = null) =>
        [.. Enumerable.Range(0, count).Select(index => Asset(network, $"0x{index:x}", price))];

    /// <summary>A price observed the given number of minutes after <see cref="Noon"/>.</summary>
    public static AssetPrice Price(decimal usd, double minutes = 0, string provider = "test") => new(usd, Noon.AddMinutes(minutes), provider);
}
