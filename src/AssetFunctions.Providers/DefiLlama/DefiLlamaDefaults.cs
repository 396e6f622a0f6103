using System.Text.Json;
using AssetFunctions.Providers.Http;
using AssetFunctions.Providers.JsonApi;

namespace AssetFunctions.Providers.DefiLlama;

/// <summary>Defaults and bounds of the DefiLlama client.</summary>
public static class DefiLlamaDefaults
{
    /// <summary>Name of the provider in prices and logs, and of its <see cref="HttpClient"/>.</summary>
    public const string Name = "defillama";

    /// <summary>Configuration section.</summary>
    public const string Section = "DefiLlama";

    /// <summary>Address for use without a key.</summary>
    public const string BaseAddress = "https://coins.llama.fi/";

    /// <summary>Largest response read. A hundred and fifty prices take 20 KB, so a far larger response is not a price list.</summary>
    public const long MaxResponseBytes = 8 * 1024 * 1024;

    /// <summary>Rate that the server sustains without a key.</summary>
    public const double CallsPerSecond = 1.5;

    /// <summary>Prices with less confidence are most likely those of spam.</summary>
    public const double MinConfidence = 0.2;

    /// <summary>Age of the oldest acceptable price, in hours.</summary>
    public const int SearchWidthHours = 4;

    /// <summary>Address for use with a key, which is part of the path.</summary>
    internal const string ProBaseAddress = "https://pro-api.llama.fi/";

    /// <summary>Ids in one call. The server rejects somewhat more than 250.</summary>
    internal const int IdsPerCall = 150;

    /// <summary>Longest URL in bytes, including the host.</summary>
    internal const int MaxUrlBytes = 8 * 1024;

    /// <summary>Longest id; longer ones have no price.</summary>
    internal const int MaxIdLength = 256;

    /// <summary>How often one fetch may halve a rejected batch: enough to isolate two bad ids, or for a server that accepts a tenth of the ids.</summary>
    internal const int MaxSplits = 32;

    /// <summary>How far the server's clock may run ahead of ours.</summary>
    internal static readonly TimeSpan MaxAhead = TimeSpan.FromMinutes(5);

    internal static readonly HttpProvider Provider = new(Name, Section, BaseAddress) { Reason = ReadReason, NeedsKey = false };

    static string? ReadReason(JsonElement document) =>
        document.Member("message").TextStart(HttpProviderDefaults.MaxReasonLength) ?? document.Member("error").TextStart(HttpProviderDefaults.MaxReasonLength);
}
