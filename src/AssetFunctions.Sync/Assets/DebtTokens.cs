using System.Text.RegularExpressions;

namespace AssetFunctions.Sync.Assets;

/// <summary>
/// Tokens in which lending protocols record debt. They have the price of the borrowed asset and are listed like any other token, but their
/// holder owes the value.
/// </summary>
/// <remarks>
/// Recognized by the protocols' names for them:
/// <list type="bullet">
/// <item>Aave and its forks (Spark, Radiant, Seamless, ZeroLend and others): symbols <c>variableDebt…</c> and <c>stableDebt…</c>, names such as
/// "Aave Ethereum Variable Debt USDC" and "Radiant variable debt bearing USDC".</item>
/// <item>Euler: "Euler Debt: DAI" in its first version, "Debt token of EVK Vault eUSDC-1" in its second.</item>
/// <item>Silo: "Silo Finance USDC Debt, SiloId: 20".</item>
/// </list>
/// </remarks>
static class DebtTokens
{
    const string Word = "debt";

    const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    static readonly Regex Symbol = new("^(variable|stable)debt", Options);
    static readonly Regex Name = new(@"\b(variable|stable) debt\b|^euler debt: |^debt token of |^silo finance .+ debt\b", Options);

    /// <summary>Whether symbol or name marks a debt token.</summary>
    public static bool Contains(AssetFacts facts) =>
        (facts.Symbol.Contains(Word, StringComparison.OrdinalIgnoreCase) && Symbol.IsMatch(facts.Symbol))
        || (facts.Name.Contains(Word, StringComparison.OrdinalIgnoreCase) && Name.IsMatch(facts.Name));
}
