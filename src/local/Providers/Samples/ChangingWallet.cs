using System.Globalization;
using System.Numerics;
using System.Text;

namespace AssetFunctions.Local.Providers.Samples;

/// <summary>
/// A wallet that changes with every version: positions appear, disappear and change, so that the chunks of its runs grow and shrink. Its positions
/// depend only on the seed and the version. Wallets share their assets, and some spell the addresses in upper case.
/// </summary>
/// <param name="Seed">Decides the address and the positions.</param>
/// <param name="Positions">Possible positions; about two thirds are present in each version.</param>
public sealed record ChangingWallet(int Seed, int Positions)
{
    const int StayingPercent = 30;
    const int PresentPercent = 55;
    const int ChangingPercent = 60;
    const int AmountDigits = 18;
    const int Kinds = 3;

    static readonly string[] Networks = ["ethereum", "base", "arbitrum", "polygon"];
    static readonly string[] Types = ["wallet", "staked", "deposit"];

    /// <summary>Distinct assets the positions are drawn from.</summary>
    public int AssetPool { get; init; } = Positions;

    /// <summary>Made-up EVM address.</summary>
    public string Address { get; } = SampleAddress.Evm(new Random(Seed));

    bool IsUpperCase => Seed % 3 == 0;

    /// <summary>The positions of a version, in the order of its page.</summary>
    public IReadOnlyList<ChangingPosition> PositionsAt(int version)
    {
        var random = new Random(Seed);
        var first = random.Next(AssetPool);
        return [.. Enumerable.Range(0, Positions).Where(position => IsPresent(position, version)).Select(position => PositionAt(first, position, version))];
    }

    /// <summary>The price of an asset in US dollars. It rises by 1% of the initial price with every version.</summary>
    public static decimal Price(int asset, int version) => (1 + (asset % 97)) * (1 + (version * 0.01m));

    /// <summary>The page of a version, at the prices of another.</summary>
    public byte[] Page(int version, int prices)
    {
        var rows = PositionsAt(version).Select(position => SamplePage.Line(Row(position, prices).ToJson()));
        return Encoding.UTF8.GetBytes($"{SamplePage.Head(Address)}{string.Join(",\n", rows)}{SamplePage.Foot}");
    }

    bool IsPresent(int position, int version) =>
        Chance(position, 0) < StayingPercent || Chance(position, version + 1) < PresentPercent;

    ChangingPosition PositionAt(int first, int position, int version)
    {
        // The amount is that of the last version that changed it.
        var changed = Enumerable.Range(0, version + 1).Last(one => one == 0 || Chance(position, -one) < ChangingPercent);
        var kind = position % Kinds;
        var asset = (first + (position / Kinds)) % AssetPool;
        var facts = new Random(asset);
        return new ChangingPosition(
            asset,
            Networks[asset % Networks.Length],
            SampleAddress.Evm(facts),
            Types[kind],
            kind == 0 ? null : $"Protocol {kind}",
            new BigInteger(1 + Chance(position, changed + 1000)) * BigInteger.Pow(10, AmountDigits - 2));
    }

    SampleRow Row(ChangingPosition position, int prices)
    {
        var number = position.Asset.ToString("D5", CultureInfo.InvariantCulture);
        var address = IsUpperCase ? $"0x{position.Address[2..].ToUpperInvariant()}" : position.Address;
        var token = new Token(position.Network, address, $"CH{number}", $"Changing token number {number}", AmountDigits);
        return new SampleRow
        {
            Id = $"{position.Address}-{position.Network}-{position.Type}-{Seed}",
            Token = token,
            Implementations = [token],
            Amount = position.Amount,
            Price = Price(position.Asset, prices),
            Type = position.Type,
            Protocol = position.Protocol,
        };
    }

    // A number from 0 to 99, independent for each position and each version of it.
    int Chance(int position, int salt) => new Random(HashCode(Seed, position, salt)).Next(100);

    static int HashCode(int seed, int position, int salt) => unchecked((((seed * 486187739) + position) * 16777619) ^ (salt * 40503));
}

/// <summary>One position of a <see cref="ChangingWallet"/>.</summary>
/// <param name="Asset">Number of its asset.</param>
/// <param name="Network">Slug of its network.</param>
/// <param name="Address">Address of its asset in lower case.</param>
/// <param name="Type">Kind of position.</param>
/// <param name="Protocol">Name of the protocol, or null.</param>
/// <param name="Amount">Raw amount.</param>
public sealed record ChangingPosition(int Asset, string Network, string Address, string Type, string? Protocol, BigInteger Amount);
