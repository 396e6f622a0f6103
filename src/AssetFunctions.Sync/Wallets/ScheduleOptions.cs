using System.ComponentModel.DataAnnotations;

namespace AssetFunctions.Sync.Wallets;

/// <summary>Settings of scheduled syncs, section <c>Sync:Schedule</c>.</summary>
public sealed class ScheduleOptions : IValidatableObject
{
    public const string Section = "Sync:Schedule";

    /// <summary>
    /// Addresses to register with the default interval if they are not registered yet, separated by commas or white space. Default none.
    /// </summary>
    public string Wallets { get; set; } = string.Empty;

    /// <summary>Maximum wallets of one shard scheduled per tick; the others wait for the next tick. Default 5,000.</summary>
    [Range(1, 1_000_000)]
    public int MaxPerShard { get; set; } = RegistrationDefaults.MaxPerShard;

    /// <summary>Net value in US dollars from which a registered wallet is synced twice as often. Default 100,000.</summary>
    [Range(0, int.MaxValue)]
    public int ValuableUsd { get; set; } = RegistrationDefaults.ValuableUsd;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => Split()
        .Where(address => !WalletAddress.TryCanonicalize(address, out _))
        .Select(address => new ValidationResult(
            $"'{Section}:{nameof(Wallets)}' holds '{address}', which is neither an EVM nor a Solana address.", [nameof(Wallets)]));

    internal IEnumerable<string> Split() =>
        Wallets.Split([',', ';', ' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
