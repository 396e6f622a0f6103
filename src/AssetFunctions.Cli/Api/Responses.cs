using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace AssetFunctions.Cli.Api;

/// <summary>A response of the API: the typed members for tables, and the whole document for JSON output.</summary>
sealed record Response<T>(T Value, JsonObject Json);

/// <summary>States of a run in the API.</summary>
static class RunStates
{
    public const string Running = "running";
    public const string Completed = "completed";
    public const string Partial = "partial";

    /// <summary>The deployment did not accept the request; not a state of the API.</summary>
    public const string Refused = "refused";
}

sealed record RefreshResponse(string RunId, string Wallet, string Status);

sealed record RunResponse
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

    public string? Provider { get; init; }

    public ProgressResponse? Progress { get; init; }

    public CountsResponse? Counts { get; init; }

    /// <summary>Rows of the provider that were not stored, by reason.</summary>
    public IReadOnlyList<GapResponse> Skipped { get; init; } = [];

    [JsonIgnore]
    public bool HasEnded => Status != RunStates.Running;
}

sealed record ProgressResponse(int ChunksDone, int Chunks, int Positions);

sealed record CountsResponse(
    int Positions, int PositionsWritten, int PositionsRemoved, int AssetsCreated, int AssetsFound, int PricesUpdated, int PricesFresh, int Requests,
    int NaiveRequests, double RequestUnits, double NaiveRequestUnits);

sealed record WalletResponse(
    string Wallet, TotalsResponse Totals, DateTimeOffset? AsOf, DateTimeOffset? OldestPriceAsOf, CoverageResponse Coverage, RunResponse? LastRun);

/// <summary>Totals in US dollars; debt is positive.</summary>
sealed record TotalsResponse(decimal HoldingsUsd, decimal DebtUsd, decimal NetUsd);

sealed record CoverageResponse(int Positions, int Unvalued, IReadOnlyList<GapResponse> LeftOut);

sealed record GapResponse(string Reason, int Count);

sealed record PositionsResponse(string Wallet, DateTimeOffset? AsOf, IReadOnlyList<PositionResponse> Positions, string? Continuation);

sealed record PositionResponse
{
    public required string Network { get; init; }

    public required string ContractAddress { get; init; }

    public string? Symbol { get; init; }

    public required string Type { get; init; }

    public bool IsDebt { get; init; }

    public string? Protocol { get; init; }

    /// <summary>Amount in whole tokens.</summary>
    public required string Amount { get; init; }

    public PriceResponse? Price { get; init; }

    public decimal? ValueUsd { get; init; }

    /// <summary>The reason why there is no value, or null when there is one.</summary>
    public string? Unvalued { get; init; }
}

sealed record PriceResponse(decimal Usd, DateTimeOffset AsOf, string Provider, SuspectResponse? Suspect);

sealed record SuspectResponse(decimal Usd, DateTimeOffset AsOf, string Provider);

sealed record AssetResponse(
    string Network, string ContractAddress, string? Symbol, string? Name, int Decimals, bool Verified, PriceResponse? Price,
    DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);

sealed record OverrideResponse(
    string Network, string ContractAddress, string? State, decimal? PriceUsd, string Note, string By, DateTimeOffset At);

sealed record OverrideRemovalResponse(string Network, string ContractAddress, bool Removed);

sealed record PricesResponse(IReadOnlyList<PricePointResponse> Prices);

sealed record PricePointResponse(DateTimeOffset AsOf, decimal Usd, string Provider);

sealed record TransactionsResponse(HistoryResponse History);

/// <summary>Coverage of a wallet's stored transactions.</summary>
sealed record HistoryResponse(
    string Status, string? Reason, bool IsFetching, DateTimeOffset? From, DateTimeOffset? To, int Transactions, TransactionRunResponse? LastRun);

sealed record TransactionRunResponse(string RunId, int Pages, int Added, int Unchanged, int Requests);

sealed record StatisticsResponse(InstanceResponse Instance, CacheResponse Cache);

sealed record InstanceResponse(string Id);

sealed record CacheResponse(int Entries, double HitRatio);

sealed record HealthResponse(string Status, IReadOnlyList<DependencyResponse> Dependencies)
{
    public bool IsReady => Status == "ready";
}

sealed record DependencyResponse(string Name, string Status);

sealed record QueuesResponse(IReadOnlyList<QueueResponse> Queues);

sealed record QueueResponse(string Queue, int Waiting, int Poisoned);

sealed record ReplayResponse(string Queue, int Replayed);

sealed record PriceCopyResponse(PricePageResponse? Page, string? Continuation);

sealed record PricePageResponse(string Network, int Rows, int Copied, int UpToDate, int Failed);

sealed record ProblemResponse(string? Title, string? Detail);
