using System.CommandLine;
using System.CommandLine.Parsing;
using AssetFunctions.Sync;

namespace AssetFunctions.Cli.Commands;

/// <summary>Wallet addresses on the command line, checked before anybody is asked about them.</summary>
static class WalletArguments
{
    const string Name = "ADDRESS";

    public static Argument<string> One(string description) => new(Name)
    {
        Description = description,
        CustomParser = result => Canonicalize(result, result.Tokens[0].Value),
    };

    /// <summary>Several addresses; the same one twice counts once.</summary>
    public static Argument<string[]> Many(string description, ArgumentArity arity) => new(Name)
    {
        Description = description,
        Arity = arity,
        CustomParser = result => [.. result.Tokens.Select(token => Canonicalize(result, token.Value)).Distinct(StringComparer.Ordinal)],
    };

    static string Canonicalize(ArgumentResult result, string text)
    {
        if (!WalletAddress.TryCanonicalize(text, out var wallet))
        {
            result.AddError($"'{text}' is neither an EVM nor a Solana address.");
        }

        return wallet;
    }
}
