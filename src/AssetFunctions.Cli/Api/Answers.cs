using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace AssetFunctions.Cli.Api;

/// <summary>An answer of the API: what the tables need of it, and the whole document for those who read JSON.</summary>
sealed record Answer<T>(T Value, JsonObject Json);

/// <summary>States of a run as the API names them.</summary>
static class RunStates
{
    public const string Running = "running";
    public const string Completed = "completed";
    public const string Partial = "partial";

    /// <summary>The deployment did not take the request; not a state of the API.</summary>
    public const string Refused = "refused";
}

sealed record RefreshAnswer(string RunId, string Wallet, string Status);

sealed record RunAnswer
{
    public required string Wallet { get; init; }

    public string? RunId { get; init; }

    public required string Status { get; init; }

    public string? Phase { get; init; }

    public string? Reason { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Milliseconds from the fetch to the end.</summary>
    public long? DurationMs { get; init; }

    public string? Source { get; init; }

    public ProgressAnswer? Progress { get; init; }

    public CountsAnswer? Counts { get; init; }

    /// <summary>Rows of the provider that were not stored, by reason.</summary>
    public IReadOnlyList<GapAnswer> Skipped { get; init; } = [];

    [JsonIgnore]
    public bool HasEnded => Status != RunStates.Running;
}

sealed record ProgressAnswer(int ChunksDone, int Chunks, int Positions);

sealed record CountsAnswer(
    int Positions, int PositionsWritten, int PositionsRemoved, int AssetsCreated, int AssetsFound, int PricesUpdated, int PricesFresh, int Requests,
    int NaiveRequests, double RequestUnits);

sealed record WalletAnswer(
    string Wallet, TotalsAnswer Totals, DateTimeOffset? AsOf, DateTimeOffset? OldestPriceAsOf, CoverageAnswer Coverage, RunAnswer? LastRun);

/// <summary>Sums in US dollars; debt is positive.</summary>
sealed record TotalsAnswer(decimal HoldingsUsd, decimal DebtUsd, decimal NetUsd);

sealed record CoverageAnswer(int Positions, int Unvalued, IReadOnlyList<GapAnswer> LeftOut);

sealed record GapAnswer(string Reason, int Count);

sealed record PositionsAnswer(string Wallet, DateTimeOffset? AsOf, IReadOnlyList<PositionAnswer> Positions, string? Continuation);

sealed record PositionAnswer
{
    public required string Network { get; init; }

    public required string ContractAddress { get; init; }

    public string? Symbol { get; init; }

    public required string Type { get; init; }

    public bool IsDebt { get; init; }

    public string? Protocol { get; init; }

    /// <summary>Amount in whole tokens.</summary>
    public required string Amount { get; init; }

    public PriceAnswer? Price { get; init; }

    public decimal? ValueUsd { get; init; }

    /// <summary>Why there is no value, or null where there is one.</summary>
    public string? Unvalued { get; init; }
}

sealed record PriceAnswer(decimal Usd, DateTimeOffset AsOf, string Source, SuspectAnswer? Suspect);

sealed record SuspectAnswer(decimal Usd, DateTimeOffset AsOf, string Source);

sealed record AssetAnswer(
    string Network, string ContractAddress, string? Symbol, string? Name, int Decimals, bool Verified, PriceAnswer? Price,
    DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);

sealed record PricesAnswer(IReadOnlyList<PricePointAnswer> Prices);

sealed record PricePointAnswer(DateTimeOffset AsOf, decimal Usd, string Source);

sealed record TransactionsAnswer(HistoryAnswer History);

/// <summary>How far the stored transactions of a wallet reach.</summary>
sealed record HistoryAnswer(
    string Status, string? Reason, bool IsFetching, DateTimeOffset? From, DateTimeOffset? To, int Transactions, TransactionRunAnswer? LastRun);

sealed record TransactionRunAnswer(string RunId, int Pages, int Added, int Unchanged, int Requests);

sealed record StatisticsAnswer(CacheAnswer Cache);

sealed record CacheAnswer(int Entries, double HitRatio);

sealed record HealthAnswer(string Status, IReadOnlyList<DependencyAnswer> Dependencies)
{
    public bool IsReady => Status == "ready";
}

sealed record DependencyAnswer(string Name, string Status);

sealed record QueuesAnswer(IReadOnlyList<QueueAnswer> Queues);

sealed record QueueAnswer(string Queue, int Waiting, int Poisoned);

sealed record ReplayAnswer(string Queue, int Replayed);

sealed record ProblemAnswer(string? Title, string? Detail);
