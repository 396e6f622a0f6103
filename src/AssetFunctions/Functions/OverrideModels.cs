using AssetFunctions.Sync.Assets;

namespace AssetFunctions.Functions;

/// <summary>An operator's decision on an asset, for every wallet.</summary>
/// <param name="State">The verdict, or null where providers and rules decide.</param>
/// <param name="PriceUsd">Price of one token in US dollars, or null where observed prices apply.</param>
/// <param name="By">The function key that authorized the change, by the beginning of its hash, or <c>unknown</c>.</param>
/// <param name="Version">If-Match compares it.</param>
sealed record OverrideModel(
    string Network, string ContractAddress, SpamState? State, decimal? PriceUsd, string Note, string By, DateTimeOffset At, string Version)
{
    public static OverrideModel Of(AssetKey key, AssetOverride value, string version) =>
        new(key.Network, key.ContractAddress, value.State, value.PriceUsd, value.Note, value.By, value.At, version);
}

/// <param name="Removed">Whether there was an override.</param>
sealed record OverrideRemovalModel(string Network, string ContractAddress, bool Removed);
