namespace AssetFunctions.Benchmarks.Spam;

/// <summary>A token as it turns up in a wallet.</summary>
/// <param name="Category">Kind of trick, or empty for a real token.</param>
/// <param name="Network">Network it was sent on.</param>
/// <param name="Symbol">Its symbol, before cleaning.</param>
/// <param name="Name">Its name, before cleaning.</param>
sealed record SpamName(string Category, string Network, string Symbol, string Name);
