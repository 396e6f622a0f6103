using System.ComponentModel.DataAnnotations;

namespace AssetFunctions.Sync.Wallets;

/// <summary>Settings of requested runs, section <c>Sync:Refresh</c>.</summary>
public sealed class RefreshOptions
{
    public const string Section = "Sync:Refresh";

    /// <summary>Seconds for which a finished run serves refreshes that are not forced. Default 30; 0 always starts a new run.</summary>
    [Range(0, 24 * 60 * 60)]
    public int MinAgeSeconds { get; set; } = RegistrationDefaults.MinAgeSeconds;

    /// <summary>Seconds until an unfinished run counts as stuck, so that the next refresh starts a new one: more than 1,200. Default 1,500.</summary>
    [Range(RegistrationDefaults.MinStuckAfterSeconds, 24 * 60 * 60, ErrorMessage =
        "The field {0} must be between {1} and {2}: the message of a killed instance returns after ten minutes, and a claim outlives two of them.")]
    public int StuckAfterSeconds { get; set; } = RegistrationDefaults.StuckAfterSeconds;
}
