using System.Text.RegularExpressions;

namespace AssetFunctions.Sync.Assets;

/// <summary>Calls to action: a promise, a threat or an instruction to the holder.</summary>
static partial class HostileNames
{
    const int EnoughHints = 2;

    // Names of real projects do not say these.
    static readonly Regex Call = new(
        @"\b(claim(s|ed|ing|able)?|visit|invited?|invitation|redeem(able)?|airdrops?|giveaways?|vouchers?|eligib(le|ility)|congratulations?|congrats|lottery|jackpot|cashback"
        + @"|mystery box|lucky (draw|winner)|you('ve)? (have )?won|free mint|mint pass|(scan )?qr code|scan qr|gift card|connect (your )?wallet|presale|private sale"
        + @"|(your|the) (wallet|account|funds|assets)|security alert|hacke[rd]|revoke|at risk|action required|update required|last chance|suspended|expires? (in|on|at|soon)"
        + @"|urgent|verify your|restore access|(swap|migrate|exchange|upgrade) (it |them )?(now|at|on|here)|go to|for holders?|holders? bonus)\b",
        Options);

    // Promises and threats. Real names have one of them (Unlock Protocol, BonusBlock, StakeWise Reward); with another hint it is a call.
    const string Promises =
        "rewards?|bonus(es)?|gifts?|free|prizes?|winners?|won|unlock(ed)?|tickets?|loyalty|whitelist(ed)?|snapshot|migrat(e|ion)|required|deprecated|unwrap|deadline|withdraw|locked"
        + "|validate|verify|secure|notice|exclusive|lucky|your?|now|get|worth|promo|limited";

    // What exchanges and games are called after, too.
    const string Actions =
        "mint|pass|access|distribution|swap|exchange|register|connect|receive|collect|open|check|allocation|season|drop|upgrade|early|double|draw|box|event|website|link|earn|vip";

    static readonly Regex Promise = new($@"\b({Promises})\b", Options);
    static readonly Regex Hint = new($@"\b({Promises}|{Actions})\b", Options);

    // A sum of money. Several in a name are the weights of a pool, as in "Balancer 80 BAL 20 WETH".
    static readonly Regex Sum = new(@"[$€£]\s?[0-9][0-9.,]*k?\b|\b[0-9][0-9.,]*k?\s?([$€£]|(usdt?|usdc|dai|eth|btc|bnb|sol|dollars?)\b)", Options);

    static readonly Regex Amount = new(@"(^|[\s+:])[0-9][0-9.,]*k?\s+(?<unit>[A-Za-z][A-Za-z0-9]*)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);

    // The same in the languages that are used most for it: airdrop, claim, reward, bonus, free of charge.
    static readonly Regex ForeignCall = new(
        "空投|领取|領取|奖励|獎勵|免费|免費|扫码|掃碼|点击|點擊|エアドロ|無料|配布|受け取|에어드[랍롭]|무료|보상|бесплатн|раздач|наград|бонус|получи|заберите|аирдроп"
        + @"|\b(reclam[ae]r?|recompensas?|gratis|grátis|sorteo|sorteio|resgat[ae]r?|ganhe|réclame[rz]|récompenses?|gratuite?s?|cadeau|kostenlos|gutscheine?|abholen|belohnung"
        + @"|ücretsiz|ödül|miễn phí|nhận thưởng|hadiah|klaim|riscatta|premio|odbierz|nagrod[aęy])\b",
        Options);

    /// <summary>Whether symbol and name call on their reader to act.</summary>
    public static bool HasLure(string network, string symbol, string name)
    {
        var (plainSymbol, plainName) = (LookAlikes.WithoutDigits(LookAlikes.Fold(symbol)), LookAlikes.WithoutDigits(LookAlikes.Fold(name)));
        if (Call.IsMatch(plainSymbol) || Call.IsMatch(plainName) || ForeignCall.IsMatch(symbol) || ForeignCall.IsMatch(name) || IsSum(network, symbol) || IsSum(network, name))
        {
            return true;
        }

        var hints = Hint.Matches($"{plainSymbol} {plainName}").Select(match => match.Value).Distinct(StringComparer.OrdinalIgnoreCase).Count();
        return (hints >= EnoughHints && (Promise.IsMatch(plainSymbol) || Promise.IsMatch(plainName)))
            || (hints > 0 && (IsMentionedBeside(network, plainName) || IsMentionedBeside(network, plainSymbol)));
    }

    static bool IsSum(string network, string text) =>
        Sum.IsMatch(text) ? Sum.Count(text) == 1 && Amount.Count(text) <= 1
        : Amount.Count(text) == 1 && KnownAssets.IsMentioned(network, Amount.Match(text).Groups["unit"].Value.ToUpperInvariant());

    // The asset is named beside the hint, not by it.
    static bool IsMentionedBeside(string network, string text) => Hint.IsMatch(text) && KnownAssets.IsMentioned(network, Hint.Replace(text, string.Empty));
}
