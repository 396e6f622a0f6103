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

    /// <summary>Address for those without a key.</summary>
    public const string BaseAddress = "https://coins.llama.fi/";

    /// <summary>A hundred and fifty prices take 20 KB; what is larger by far is no answer to read.</summary>
    public const long MaxResponseBytes = 8 * 1024 * 1024;

    /// <summary>What the server takes for good without a key.</summary>
    public const double CallsPerSecond = 1.5;

    /// <summary>Prices of less confidence are most likely those of spam.</summary>
    public const double MinConfidence = 0.2;

    /// <summary>Oldest price that is asked for, in hours.</summary>
    public const int SearchWidthHours = 4;

    /// <summary>Where a key is part of the path.</summary>
    internal const string ProBaseAddress = "https://pro-api.llama.fi/";

    /// <summary>Ids in one call. The server turns away somewhat more than 250.</summary>
    internal const int IdsPerCall = 150;

    /// <summary>Bytes of one address, host included.</summary>
    internal const int MaxUrlBytes = 8 * 1024;

    /// <summary>An id beyond this is none that anybody prices.</summary>
    internal const int MaxIdLength = 256;

    /// <summary>
    /// Times that one fetch may halve a batch which the server refuses: enough to find two bad ids, or to get by with a tenth of the ids per call.
    /// </summary>
    internal const int MaxSplits = 32;

    /// <summary>How far the server's clock may run ahead of ours.</summary>
    internal static readonly TimeSpan MaxAhead = TimeSpan.FromMinutes(5);

    internal static readonly HttpProvider Provider = new(Name, Section, BaseAddress) { Reason = ReadReason, NeedsKey = false };

    static string? ReadReason(JsonElement document) =>
        document.Member("message").TextStart(HttpProviderDefaults.MaxReasonLength) ?? document.Member("error").TextStart(HttpProviderDefaults.MaxReasonLength);
}
