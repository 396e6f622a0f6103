namespace AssetFunctions.Chaos.Requests;

/// <summary>A run that was requested.</summary>
/// <param name="Wallet">Index of the wallet.</param>
/// <param name="RunId">The run.</param>
/// <param name="RequestedAt">When it was requested (UTC), at the latest.</param>
sealed record RequestedRun(int Wallet, string RunId, DateTimeOffset RequestedAt);
