using System.Text.Json;

namespace AssetFunctions.Local.Providers.Samples;

/// <summary>One sample wallet as the index lists it, with the counts that a correct sync reports.</summary>
public sealed record SampleWallet
{
    /// <summary>Short name, also that of its files.</summary>
    public required string Name { get; init; }

    /// <summary>Made-up but valid wallet address.</summary>
    public required string Address { get; init; }

    public required string Description { get; init; }

    /// <summary>Rows on the page.</summary>
    public required int Rows { get; init; }

    /// <summary>Rows flagged as trash.</summary>
    public required int Trash { get; init; }

    /// <summary>Rows flagged as not displayable.</summary>
    public required int Hidden { get; init; }

    /// <summary>Rows without a usable position.</summary>
    public required int Invalid { get; init; }

    /// <summary>Positions that remain.</summary>
    public required int Kept { get; init; }

    /// <summary>Distinct assets among the positions that remain.</summary>
    public required int Assets { get; init; }

    /// <summary>Its transactions, or null where it has none.</summary>
    public SampleTransactions? Transactions { get; init; }
}

/// <summary>The transactions of a sample wallet as the index lists them.</summary>
public sealed record SampleTransactions
{
    /// <summary>Rows served.</summary>
    public required int Rows { get; init; }

    /// <summary>Rows without a usable transaction.</summary>
    public required int Invalid { get; init; }

    /// <summary>Transactions that remain, trash among them.</summary>
    public required int Kept { get; init; }

    /// <summary>Transactions flagged as trash among those that remain.</summary>
    public required int Trash { get; init; }

    /// <summary>Distinct assets in the transfers, approvals and fees of the others.</summary>
    public required int Assets { get; init; }
}

/// <summary>Reads the index of sample wallets.</summary>
public static class SampleWallets
{
    /// <summary>Name of the index in the samples directory.</summary>
    public const string IndexFile = "wallets.json";

    /// <summary>Name of the list of networks in the samples directory.</summary>
    public const string NetworksFile = "chains.json";

    /// <summary>Name of the page with a wallet's positions.</summary>
    public static string PositionsFile(string name) => $"{name}.json";

    /// <summary>Name of the file with all transactions of a wallet; the simulator cuts it into pages.</summary>
    public static string TransactionsFile(string name) => $"{name}.transactions.json";

    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, NewLine = "\n" };

    /// <exception cref="FileNotFoundException">The directory has no index.</exception>
    public static IReadOnlyList<SampleWallet> Load(string directory)
    {
        using var index = File.OpenRead(Path.Combine(directory, IndexFile));
        return JsonSerializer.Deserialize<List<SampleWallet>>(index, Json) ?? [];
    }
}
