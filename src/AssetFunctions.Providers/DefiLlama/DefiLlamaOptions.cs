using System.ComponentModel.DataAnnotations;
using AssetFunctions.Providers.Http;

namespace AssetFunctions.Providers.DefiLlama;

/// <summary>
/// Settings of the DefiLlama client, section <c>DefiLlama</c>. The key is optional; it becomes part of each request's path and moves the default
/// address to <c>https://pro-api.llama.fi/</c>. Default: <c>https://coins.llama.fi/</c>, 8 MiB per response and 1.5 calls per second.
/// </summary>
public sealed class DefiLlamaOptions : HttpProviderOptions
{
    public DefiLlamaOptions()
        : base(DefiLlamaDefaults.Provider)
    {
        MaxResponseBytes = DefiLlamaDefaults.MaxResponseBytes;
        CallsPerSecond = DefiLlamaDefaults.CallsPerSecond;
    }

    /// <summary>Least confidence of a price that is used, 0–1. Default: 0.2.</summary>
    [Range(0.0, 1.0)]
    public double MinConfidence { get; set; } = DefiLlamaDefaults.MinConfidence;

    /// <summary>Greatest age of a price that is used, in hours, 1–24. Default: 4.</summary>
    [Range(1, 24)]
    public int SearchWidthHours { get; set; } = DefiLlamaDefaults.SearchWidthHours;

    /// <summary>The part of a request's URL before the ids.</summary>
    internal string Root
    {
        get
        {
            var isDefault = BaseAddress == new Uri(DefiLlamaDefaults.BaseAddress);
            var address = ApiKey.Length > 0 && isDefault ? DefiLlamaDefaults.ProBaseAddress : BaseAddress.AbsoluteUri;
            return $"{address.TrimEnd('/')}/{(ApiKey.Length > 0 ? $"{ApiKey}/coins/" : string.Empty)}prices/current/";
        }
    }
}
