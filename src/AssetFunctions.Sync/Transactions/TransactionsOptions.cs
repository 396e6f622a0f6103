using System.ComponentModel.DataAnnotations;

namespace AssetFunctions.Sync.Transactions;

/// <summary>Settings of the Transactions phase, section <c>Sync:Transactions</c>.</summary>
public sealed class TransactionsOptions
{
    public const string Section = "Sync:Transactions";

    /// <summary>
    /// Whether a request that does not say so fetches transactions. Default false: it costs at least one more call of the provider per run, of
    /// which a free plan has few.
    /// </summary>
    public bool Enabled { get; set; }

    /// <summary>How far a later run reaches back behind the newest transaction it knows, in seconds. Default 3600.</summary>
    [Range(0, 30 * 24 * 60 * 60)]
    public int OverlapSeconds { get; set; } = TransactionsDefaults.OverlapSeconds;

    /// <summary>How often a run asks for a page that keeps failing. Default 5.</summary>
    [Range(1, 20)]
    public int MaxAttempts { get; set; } = TransactionsDefaults.MaxAttempts;

    /// <summary>Delay after the first failure of a page, in seconds; it doubles with each further one, up to 15 minutes. Default 5.</summary>
    [Range(1, TransactionsDefaults.MaxRetrySeconds)]
    public int RetrySeconds { get; set; } = TransactionsDefaults.RetrySeconds;

    /// <summary>Most pages of one run; a longer history goes on with the next run. Default 500.</summary>
    [Range(1, 10_000)]
    public int MaxPages { get; set; } = TransactionsDefaults.MaxPages;

    /// <summary>Delay after so many failures of a page.</summary>
    internal TimeSpan DelayAfter(int failures) =>
        TimeSpan.FromSeconds(Math.Min(RetrySeconds * Math.Pow(2, failures - 1), TransactionsDefaults.MaxRetrySeconds));
}
