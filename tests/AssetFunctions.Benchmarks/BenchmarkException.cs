namespace AssetFunctions.Benchmarks;

/// <summary>A case cannot be measured; the message is a sentence for the person at the console.</summary>
sealed class BenchmarkException(string message) : Exception(message);
