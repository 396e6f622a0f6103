using AssetFunctions.Providers.Http;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Providers.Alchemy;

/// <summary>Call budget of Alchemy.</summary>
sealed class AlchemyCallBudget(IOptions<AlchemyOptions> settings, TimeProvider clock) : SettingsCallBudget(AlchemyDefaults.Provider, settings.Value, clock);
