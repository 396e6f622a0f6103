namespace AssetFunctions.Chaos.Asking;

/// <summary>A run that was asked for.</summary>
/// <param name="Wallet">Index of the wallet.</param>
/// <param name="RunId">The run.</param>
/// <param name="RequestedAt">When it was asked for (UTC), at the latest.</param>
sealed record AskedRun(int Wallet, string RunId, DateTimeOffset RequestedAt);
