using System.ComponentModel.DataAnnotations;

namespace AssetFunctions.Sync.Wallets;

/// <summary>Settings of scheduled syncs, section <c>Sync:Schedule</c>.</summary>
public sealed class ScheduleOptions : IValidatableObject
{
    public const string Section = "Sync:Schedule";

    /// <summary>Addresses synced at every tick of the schedule, separated by commas or white space. Default none.</summary>
    public string Wallets { get; set; } = string.Empty;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => Split()
        .Where(address => !WalletAddress.TryCanonicalize(address, out _))
        .Select(address => new ValidationResult(
            $"'{Section}:{nameof(Wallets)}' holds '{address}', which is neither an EVM nor a Solana address.", [nameof(Wallets)]));

    internal IEnumerable<string> Split() =>
        Wallets.Split([',', ';', ' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
