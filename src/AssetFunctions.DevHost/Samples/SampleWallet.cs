using System.Text.Json;

namespace AssetFunctions.DevHost.Samples;

/// <summary>One sample wallet as the index lists it, with what a correct sync makes of its page.</summary>
public sealed record SampleWallet
{
    /// <summary>Short name, also the name of its page: <c>{Name}.json</c>.</summary>
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

    /// <summary>Rows that hold no usable position.</summary>
    public required int Invalid { get; init; }

    /// <summary>Positions that remain.</summary>
    public required int Kept { get; init; }

    /// <summary>Distinct assets among the positions that remain.</summary>
    public required int Assets { get; init; }
}

/// <summary>Reads the index of sample wallets.</summary>
public static class SampleWallets
{
    /// <summary>Name of the index in the samples directory.</summary>
    public const string IndexFile = "wallets.json";

    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, NewLine = "\n" };

    /// <exception cref="FileNotFoundException">The directory holds no index.</exception>
    public static IReadOnlyList<SampleWallet> Load(string directory)
    {
        using var index = File.OpenRead(Path.Combine(directory, IndexFile));
        return JsonSerializer.Deserialize<List<SampleWallet>>(index, Json) ?? [];
    }
}
