namespace AssetFunctions.Cli.Tests.Support;

/// <summary>Generates command lines: known and unknown options, with and without values, valid and invalid ones.</summary>
sealed class RandomArguments(int seed)
{
    const string Wallet = "0x00000000000000000000000000000000000a11ce";

    static readonly string[] Options =
    [
        "--api", "--key", "--json", "--network", "--type", "--min-value", "--top", "--all", "--timeout", "--no-wait", "--history", "--max", "--dry-run", "--help",
        "--state", "--price", "--note", "--remove", "--version", "--once", "--fresh", "--transactions", "--instances", "--flex", "--yes", "--onec", "-x", "-", "--", "-?", "--top=", "--json=maybe", "--timeout:5",
    ];

    static readonly string[] Values =
    [
        "", " ", "0", "1", "-5", "17", "99999999999999999999", "1,5", "1.5", "1e2", "1e-999", "NaN", "∞", "two", "true", "null", "0x", "0x12", Wallet, $"eth:{Wallet}",
        "DYw8jCTfwHNRJhhmFcbXvVDTqWMEVFBX6ZKUmG5CNSKK", "ethereum", "native", "sync-assets", "sync-assets-poison", "sync-nothing", "run", "spam", "bogus", "@nofile", "@/dev/null",
        "[suggest]", "[parse]", "[diagram]", "a b", "\"", "'", "\\", "%", "../x", "\u202E", "💥", "\0", "[red]", "[/]", "{0}", new string('9', 400), new string('z', 5_000),
    ];

    static readonly string[] Addresses =
    [
        Shell.Nowhere, "http://127.0.0.1:1", "https://127.0.0.1:1/x?y#z", "http://127.0.0.1:99999", "http://[::1", "ftp://127.0.0.1", "nowhere", "", "http://", "http://\0",
    ];

    readonly Random _random = new(seed);

    public string[] Next(string verb)
    {
        var arguments = new List<string>();
        if (verb.Length > 0)
        {
            arguments.Add(verb);
        }

        for (var count = _random.Next(7); count > 0; count--)
        {
            if (_random.Next(2) == 0)
            {
                arguments.Add(Pick(Values));
                continue;
            }

            var option = Pick(Options);
            arguments.Add(option);
            if (option == "--api")
            {
                arguments.Add(Pick(Addresses));
            }
        }

        return [.. arguments];
    }

    string Pick(string[] from) => from[_random.Next(from.Length)];
}
