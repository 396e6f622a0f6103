using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace AssetFunctions.Local.Providers.Simulation;

/// <summary>The list that a request addresses.</summary>
/// <param name="Resource">The list.</param>
/// <param name="Wallet">Wallet as spelled in the path; any wallet when the list belongs to none.</param>
/// <param name="HasSlash">Whether the path ends with the slash that the API expects.</param>
sealed partial record SimulatorRoute(SimulatedResource Resource, string Wallet, bool HasSlash)
{
    /// <summary>The route of a request, or null when there is no such resource.</summary>
    public static SimulatorRoute? Find(HttpRequest request)
    {
        var path = request.Path.Value ?? string.Empty;
        var match = WalletList().Match(path);
        if (!match.Success)
        {
            match = OtherList().Match(path);
        }

        return !match.Success || !HttpMethods.IsGet(request.Method) ? null : new SimulatorRoute(
            match.Groups["list"].Value switch
            {
                "positions" => SimulatedResource.Positions,
                "transactions" => SimulatedResource.Transactions,
                "fungibles" => SimulatedResource.Fungibles,
                _ => SimulatedResource.Chains,
            },
            match.Groups["wallet"] is { Success: true } wallet ? wallet.Value : ProviderSimulator.AnyWallet,
            match.Groups["slash"].Success);
    }

    /// <summary>Whether the wallet has the form of an address.</summary>
    public bool HasAddress => Resource is SimulatedResource.Chains or SimulatedResource.Fungibles || WalletAddress().IsMatch(Wallet);

    [GeneratedRegex("^/v1/wallets/(?<wallet>[^/]+)/(?<list>positions|transactions)(?<slash>/)?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex WalletList();

    [GeneratedRegex("^/v1/(?<list>chains|fungibles)(?<slash>/)?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OtherList();

    [GeneratedRegex("^(0x[0-9a-fA-F]{40}|[1-9A-HJ-NP-Za-km-z]{32,44})$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex WalletAddress();
}
