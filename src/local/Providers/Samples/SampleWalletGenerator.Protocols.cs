namespace AssetFunctions.Local.Providers.Samples;

partial class SampleWalletGenerator
{
    const string Lender = "Sample Lend";
    const string Exchange = "Sample Swap";

    static SamplePage Protocols(TokenList tokens)
    {
        var random = new Random(Seed + 5);
        var page = new SamplePage("protocols", SampleAddress.Evm(random), "Loans, deposits, staked, locked and reward rows of the same tokens, and the tokens of liquidity pools");
        string[] symbols = ["USDC", "WETH", "DAI", "UNI"];
        foreach (var token in symbols.Select(symbol => tokens.Find("ethereum", symbol)).Prepend(TokenList.Coin("ethereum")))
        {
            page.Add(Position(tokens, token, random));
            page.Add(InProtocol(tokens, token, random, "deposit", Lender, "Supplied"));
            page.Add(InProtocol(tokens, token, random, "loan", Lender, "Borrowed"));
            page.Add(InProtocol(tokens, token, random, "deposit", Exchange, "Vault"));
            page.Add(InProtocol(tokens, token, random, "staked", Exchange, "Staked"));
            page.Add(InProtocol(tokens, token, random, "reward", Exchange, "Rewards"));
            page.Add(InProtocol(tokens, token, random, "locked", Exchange, "Vested"));
        }

        AddPool(page, tokens, random, "USDC", "WETH");
        AddPool(page, tokens, random, "DAI", "WETH");
        page.Add(InProtocol(tokens, tokens.Find("base", "USDC"), random, "investment", Lender, "Fund"));
        page.Add(InProtocol(tokens, tokens.Find("ethereum", "USDC"), random, "deposit", Lender, "Supplied") with { IsDisplayable = false });
        return page;
    }

    static void AddPool(SamplePage page, TokenList tokens, Random random, params string[] tokensOfPool)
    {
        var group = PositionId(random);
        var pool = SampleAddress.Evm(random);
        foreach (var symbol in tokensOfPool)
        {
            page.Add(InProtocol(tokens, tokens.Find("ethereum", symbol), random, "deposit", Exchange, "Liquidity") with { GroupId = group, Pool = pool });
        }
    }

    static SampleRow InProtocol(TokenList tokens, Token token, Random random, string type, string protocol, string label) =>
        Position(tokens, token, random) with { Type = type, Protocol = protocol, Label = label };
}
