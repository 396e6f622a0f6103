using System.CommandLine;
using System.CommandLine.Parsing;
using AssetFunctions.Sync;

namespace AssetFunctions.Cli.Commands;

/// <summary>Wallet addresses on the command line, validated before any request.</summary>
static class WalletArguments
{
    const string Name = "ADDRESS";

    public static Argument<string> One(string description) => new(Name)
    {
        Description = description,
        CustomParser = result => Canonicalize(result, result.Tokens[0].Value),
    };

    /// <summary>Several addresses, without duplicates.</summary>
    /// <param name="otherwise">What is accepted besides addresses, or null.</param>
    public static Argument<string[]> Many(string description, ArgumentArity arity, string? otherwise = null) => new(Name)
    {
        Description = description,
        Arity = arity,
        CustomParser = result => [.. result.Tokens.Select(token => Canonicalize(result, token.Value, otherwise)).Distinct(StringComparer.Ordinal)],
    };

    static string Canonicalize(ArgumentResult result, string text, string? otherwise = null)
    {
        if (!WalletAddress.TryCanonicalize(text, out var wallet))
        {
            result.AddError($"'{text}' is neither {(otherwise is null ? "an EVM" : $"{otherwise}, an EVM")} nor a Solana address.");
        }

        return wallet;
    }
}
