using AssetFunctions.Providers.Http;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Providers.DefiLlama;

/// <summary>Call budget of DefiLlama.</summary>
sealed class DefiLlamaCallBudget(IOptions<DefiLlamaOptions> settings, TimeProvider clock)
    : SettingsCallBudget(DefiLlamaDefaults.Provider, settings.Value, clock);
