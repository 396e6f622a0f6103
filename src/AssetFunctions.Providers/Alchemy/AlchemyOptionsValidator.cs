using AssetFunctions.Providers.Http;

namespace AssetFunctions.Providers.Alchemy;

sealed class AlchemyOptionsValidator() : HttpSourceOptionsValidator<AlchemyOptions>(AlchemyDefaults.Source)
{
    // The key goes into a path, so it must not hold what would end a part of it.
    protected override bool IsKeyCharacter(char character) => char.IsAsciiLetterOrDigit(character) || character is '-' or '_';

    protected override IEnumerable<string> Failures(AlchemyOptions options)
    {
        foreach (var failure in base.Failures(options))
        {
            yield return failure;
        }

        var networks = options.NetworkNames();
        if (networks.Length == 0 || !networks.All(network => network.All(IsNetworkCharacter)))
        {
            yield return "Alchemy:Networks must be names such as eth-mainnet, separated by commas, and at least one.";
        }

        foreach (var names in networks.GroupBy(AlchemyNetworks.SlugOf, StringComparer.Ordinal).Where(names => names.Count() > 1))
        {
            yield return $"Alchemy:Networks names the network {names.Key} more than once ({string.Join(", ", names)}): keep one of them.";
        }
    }

    static bool IsNetworkCharacter(char character) => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '-';
}
