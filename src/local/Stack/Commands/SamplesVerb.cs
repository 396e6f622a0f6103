using System.CommandLine;
using AssetFunctions.Cli.Commands;
using AssetFunctions.Local.Processes;
using AssetFunctions.Local.Providers.Samples;

namespace AssetFunctions.Local.Stack.Commands;

/// <summary><c>samples</c>: regenerates the sample wallets.</summary>
static class SamplesVerb
{
    public static Command Create()
    {
        var command = new Verb("samples", "Regenerates the sample wallets from the token list beside them.", "");
        command.SetAction(_ => SampleWalletGenerator.WriteAll(RepositoryPaths.Find().Samples));
        return command;
    }
}
