using System.ComponentModel.DataAnnotations;

namespace AssetFunctions.Sync.Wallets;

/// <summary>Settings of runs that are asked for, section <c>Sync:Refresh</c>.</summary>
public sealed class RefreshOptions
{
    public const string Section = "Sync:Refresh";

    /// <summary>For how long a finished run answers a refresh that is not forced, in seconds. Default 30; 0 runs always.</summary>
    [Range(0, 24 * 60 * 60)]
    public int MinAgeSeconds { get; set; } = RegistrationDefaults.MinAgeSeconds;

    /// <summary>After how long a run that has not ended counts as stuck, so that the next refresh starts a new one, in seconds. Default 900.</summary>
    [Range(10, 24 * 60 * 60)]
    public int StuckAfterSeconds { get; set; } = RegistrationDefaults.StuckAfterSeconds;
}
