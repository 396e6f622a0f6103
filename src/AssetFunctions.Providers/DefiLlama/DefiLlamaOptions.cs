using System.ComponentModel.DataAnnotations;
using AssetFunctions.Providers.Http;

namespace AssetFunctions.Providers.DefiLlama;

/// <summary>
/// Settings of the DefiLlama client, section <c>DefiLlama</c>. It serves those without a key; a key is part of the path of every request and
/// moves the default address to <c>https://pro-api.llama.fi/</c>. Default: <c>https://coins.llama.fi/</c>, 8 MiB per response and 1.5 calls a second.
/// </summary>
public sealed class DefiLlamaOptions : HttpProviderOptions
{
    public DefiLlamaOptions()
        : base(DefiLlamaDefaults.Provider)
    {
        MaxResponseBytes = DefiLlamaDefaults.MaxResponseBytes;
        CallsPerSecond = DefiLlamaDefaults.CallsPerSecond;
    }

    /// <summary>Prices in which the provider has less confidence are not used, 0–1. Default: 0.2.</summary>
    [Range(0.0, 1.0)]
    public double MinConfidence { get; set; } = DefiLlamaDefaults.MinConfidence;

    /// <summary>Age up to which a price is asked for, in hours, 1–24. Default: 4.</summary>
    [Range(1, 24)]
    public int SearchWidthHours { get; set; } = DefiLlamaDefaults.SearchWidthHours;

    /// <summary>Everything of a request's address in front of the ids.</summary>
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
