using System.ComponentModel.DataAnnotations;

namespace AssetFunctions.Sync.Transactions;

/// <summary>Settings of the Transactions phase, section <c>Sync:Transactions</c>.</summary>
public sealed class TransactionsOptions
{
    public const string Section = "Sync:Transactions";

    /// <summary>
    /// Whether a run fetches transactions when its request does not say. Costs at least one more provider call per run, of which free plans allow
    /// few. Default false.
    /// </summary>
    public bool Enabled { get; set; }

    /// <summary>Overlap with the stored history that a later run fetches again, in seconds. Default 3600.</summary>
    [Range(0, 30 * 24 * 60 * 60)]
    public int OverlapSeconds { get; set; } = TransactionsDefaults.OverlapSeconds;

    /// <summary>Attempts to fetch a failing page before the run ends. Default 5.</summary>
    [Range(1, 20)]
    public int MaxAttempts { get; set; } = TransactionsDefaults.MaxAttempts;

    /// <summary>Delay after the first failure of a page, in seconds; it doubles with each further failure, up to 15 minutes. Default 5.</summary>
    [Range(1, TransactionsDefaults.MaxRetrySeconds)]
    public int RetrySeconds { get; set; } = TransactionsDefaults.RetrySeconds;

    /// <summary>Maximum pages per run; the next run continues a longer history. Default 500.</summary>
    [Range(1, 10_000)]
    public int MaxPages { get; set; } = TransactionsDefaults.MaxPages;

    /// <summary>Delay after the given number of failures of a page.</summary>
    internal TimeSpan DelayAfter(int failures) =>
        TimeSpan.FromSeconds(Math.Min(RetrySeconds * Math.Pow(2, failures - 1), TransactionsDefaults.MaxRetrySeconds));
}
