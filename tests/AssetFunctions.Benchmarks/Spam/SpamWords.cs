namespace AssetFunctions.Benchmarks.Spam;

/// <summary>
/// What the generator puts together: words, sites and letters that airdropped tokens use. In patterns, {S} is a symbol, {N} a name, {T} a ticker,
/// {A} a sum, {D} a site, {H} and {E} its two parts.
/// </summary>
static class SpamWords
{
    /// <summary>Symbols whose tokens are imitated most.</summary>
    public static readonly string[] Imitated =
        ("USDT USDC WETH WBTC DAI UNI LINK AAVE ARB LDO PEPE SHIB CRV COMP MKR SNX GRT ENS SOL JUP BONK WIF CAKE AERO RPL WBNB BUSD ONDO ENA PENDLE GMX BAL "
            + "APE SAND MANA IMX SUSHI YFI STG ZRO PYTH RAY PYUSD cbBTC cbETH").Split(' ');

    public static readonly string[] Networks = ["ethereum", "arbitrum", "base", "binance-smart-chain", "polygon", "solana", "optimism", "avalanche"];

    public static readonly string[] Tickers = ["REWARD", "AIRDROP", "TICKET", "BONUS", "GIFT", "PASS", "NFT", "DROP", "FREE", "VOUCHER", "PRIZE", "EVENT"];

    public static readonly string[] PlainNames = ["Something", "Digital Asset", "Global Payment", "Asset Reserve", "Smart Contract", "Liquid Fund", "Payment Rail"];

    public static readonly string[] Baits =
        "claim reward rewards bonus drop airdrop gift event vip token lp pool swap stake dao foundation promo sr app get".Split(' ');

    public static readonly string[] Endings =
        ("com net org xyz io site online live top club app fi finance pro fun vip click cc cash info events website space tech co me us eu gg ai to dev link cx ad ws "
            + "lat rest lol gift").Split(' ');

    public static readonly (string Symbol, string Name)[] Links =
    [
        ("$ {D}", "$ {D}"), ("{S}", "{D}"), ("{D}", "{N}"), ("[{D}] Visit and claim rewards", "({D})"), ("! {D} !", "{D}"), ("{T}", "# {S} at {D}"),
        ("{T}", "https://{D}"), ("{D}", "{D} - Visit to claim bonus"),
        ("{T}", "www.{D}"), ("{T}", "Reward for holders: {D}"), ("{S} @ 5.75", "{D}"), ("{D}", "{D}"), ("{T}", "{N} ({D})"), ("{T}", "{N} | {D}"),
        ("{T}", "${A} on {D}"),
    ];

    public static readonly (string Symbol, string Name)[] HiddenLinks =
    [
        ("{T}", "{H}[.]{E}"), ("{T}", "{H}(.){E}"), ("{T}", "{H} dot {E}"), ("{T}", "{H}\u2024{E}"), ("{H}\u3002{E}", "{N}"),
        ("{T}", "{H}\uFF0E{E}"), ("{T}", "{H}\u02F3{E}"), ("{T}", "{H} .{E}"), ("{T}", "{H}. {E}"), ("{T}", "{H},{E}"),
        ("{T}", "{N}: t.me/{H}"), ("{T}", "bit.ly/{H}"), ("t.ly/{H}", "{N}"), ("{T}", "discord.gg/{H}"), ("{T}", "linktr.ee/{H}"),
        ("{T}", "tinyurl.com/{H}"), ("{T}", "{N} telegram @{H}"), ("{T}", "hxxps://{H}.{E}"),
        ("{T}", "{H}.eth.limo"), ("{T}", "{H}.vercel.app"), ("{T}", "{H}.pages.dev"), ("{T}", "{H}.web.app"), ("{T}", "{H}\u00B7{E}"),
        ("{H} \u2022 {E}", "{N}"), ("{T}", "http:\\\\{H}.{E}"),
    ];

    public static readonly string[] Calls =
    [
        "Claim your {N}", "{N} Airdrop", "{N} Rewards", "Visit website to claim", "Redeem your {S} voucher", "Free {S} mint", "Mint pass {N}",
        "You are eligible for {N}", "Exclusive {N} giveaway",
        "{N} holder bonus", "Unlock {S} reward", "Congratulations, you won {S}", "Winner of {N} lottery", "Swap now for {S}", "Get your free {S}",
        "Scan QR to receive {S}", "{N} loyalty gift",
        "Early access {N}", "Register for {N} distribution", "Connect wallet to receive {S}", "{N} Season 2 drop", "Mystery Box",
        "Lucky draw ticket", "Whitelist ticket {N}",
        "{N} presale invitation", "Double your {S}", "Go to website for {S}", "Check your {S} allocation", "Open to collect {S}", "Gift card {S}",
        "Snapshot bonus {N}", "Exchange for {S}",
    ];

    public static readonly string[] Sums =
    [
        "${A} {S} Reward", "{A} {S}", "{A} {S} Bonus", "{A}$ {N} gift", "Voucher {A} {S}", "{A} {S} prize", "Worth ${A}", "{A}$", "Ticket: {A} {S}",
        "+{A} {S}", "${A}", "{A} USDT", "Bonus {A} ETH", "{N} = ${A}", "{A} USD cashback",
    ];

    public static readonly string[] Alarms =
    [
        "Your wallet is at risk", "Secure your wallet now", "Migrate {S} to V2", "{N} migration required", "Approval exploited: revoke now",
        "Hacker has access to your funds",
        "Verify your wallet", "Your {S} is locked", "Update required: {N}", "Action required", "Security alert {N}", "Unwrap {S} before deadline",
        "Expires in 24 hours",
        "Last chance to withdraw {S}", "Account suspended", "{N} upgrade: swap old {S}", "{S} deprecated, migrate now", "Validate your {S}",
        "Urgent {N} notice", "Restore access to {S}",
    ];

    public static readonly string[] Abroad =
    [
        "免费空投 {S}", "领取空投", "领取奖励 {N}", "空投奖励 {S}", "扫码领取 {S}", "点击领取 {S}", "官方空投", "Получить {S} бесплатно", "Бонус {S}", "Раздача {N}",
        "Заберите награду {S}", "Reclama tus {S}",
        "Recompensa gratis {S}", "Sorteo {N}", "Resgate seu {S}", "Ganhe {S} grátis", "Réclamez vos {S}", "Récompense gratuite {N}",
        "Kostenlos {S} abholen", "Gutschein {S}", "Ücretsiz {S}", "Ödül {N}",
        "Nhận thưởng {S}", "{S} miễn phí", "エアドロップ {S}", "無料配布 {S}", "에어드랍 {S}", "무료 보상 {S}", "Hadiah gratis {S}", "Klaim {S}", "獎勵領取 {N}",
        "Riscatta il tuo {S}", "Odbierz nagrodę {S}",
    ];

    public static readonly string[] Decorations =
    [
        "${S}", "{S}.", "#{S}", "{S}!", "[{S}]", "~{S}~", "*{S}*", "{S}\u2122", "{S}\u00AE", "{S} \u2705", "\u2B50{S}", "\u201C{S}\u201D", "({S})",
        "{S}\U0001F381", ".{S}", "-{S}-", "{S} {S}",
    ];

    public static readonly string[] Affixes =
        "A X Z V R Q K IO ZK BR XX PRO NEW 2.0 ERC20 TRC20 BEP20 GOLD OFFICIAL AI".Split(' ');

    public static readonly string[] Additions =
    [
        "Official {N}", "{N} Official", "{N} 2.0", "New {N}", "Real {N}", "{N} Token", "{N} Coin", "{N} [ERC20]", "{N} (BEP20)", "{N} TRC20",
        "{N}\u2122", "{N} \u2705", "\u2B50 {N}", "The {N}", "{N} (Official)", "Original {N}",
    ];

    /// <summary>Characters that are not seen: zero-width ones, fillers and blanks.</summary>
    public const string Unseen = "\u200B\u200C\u200D\u2060\uFEFF\u00AD\u180E\u3164\u2800\u115F\uFFA0\u034F\u00A0\u2009\u200A\u202E\u2061";

    /// <summary>Letters, each with characters that pass for it.</summary>
    public static readonly Dictionary<char, string[]> Twins = Pairs(
        "AАΑᎪ𝐀 BВΒᏴ CСϹᏟ DᎠꓓⅮ EЕΕᎬ FϜꓝ GᏀԌ HНΗᎻ IІΙl JЈᎫ KКΚᏦ LⅬᏞꓡ MМΜᎷ NΝꓠ OОΟՕ0 PРΡᏢ QԚ RᎡꓣ SЅՏ$5 TТΤᎢ UՍႮ VѴᏙ WԜᎳ XХΧ YҮΥ ZΖᏃ "
            + "aаɑ cсϲ eеҽ iіı oоοօ pрρ sѕ xхχ yуү nո hһ uս kκ dԁ");

    static Dictionary<char, string[]> Pairs(string text) =>
        text.Split(' ').ToDictionary(pair => pair[0], pair => pair[1..].EnumerateRunes().Select(rune => rune.ToString()).ToArray());
}
