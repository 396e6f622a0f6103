using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using AssetFunctions.Cli.Api;
using AssetFunctions.Sync;

namespace AssetFunctions.Cli.Commands;

/// <summary>Runs verbs and turns their exceptions into a sentence and an exit code.</summary>
static class CommandLine
{
    /// <summary>How long the function apps of an interrupted stack may take to stop.</summary>
    static readonly TimeSpan StopTime = TimeSpan.FromSeconds(30);

    /// <summary>The verbs for a deployment, as a program.</summary>
    public static RootCommand Create(Terminal terminal)
    {
        var root = WithVerbs(new RootCommand("Shows and operates a running deployment of AssetFunctions."), terminal);
        VerbHelp.Use(root, "AssetFunctions.Cli");
        return root;
    }

    /// <summary>Adds the verbs for a deployment.</summary>
    public static RootCommand WithVerbs(RootCommand root, Terminal terminal)
    {
        root.Add(SyncVerb.Create(terminal));
        root.Add(StatusVerb.Create(terminal));
        root.Add(PositionsVerb.Create(terminal));
        root.Add(AssetVerb.Create(terminal));
        root.Add(OverrideVerb.Create(terminal));
        root.Add(ReplayPoisonVerb.Create(terminal));
        root.Add(PricesVerb.Create(terminal));
        return root;
    }

    /// <param name="isExplained">Returns true for an exception of further verbs whose message is a sentence for the user.</param>
    /// <returns>The exit code, see <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(
        Func<Terminal, RootCommand> create, IReadOnlyList<string> arguments, Terminal terminal, Func<Exception, bool>? isExplained = null)
    {
        // Response files are disabled, so that @ has no special meaning.
        var parsed = create(terminal).Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (FindUnknownOption(parsed) is { } unknown)
        {
            var options = parsed.CommandResult.Command.Options.Select(option => option.Name);
            await terminal.Error.WriteLineAsync($"There is no option '{unknown}'; the nearest one is '{NearestName.Of(unknown, options)}'. --help lists all.");
            return ExitCodes.NotStarted;
        }

        if (parsed is { Action: ParseErrorAction, CommandResult.Command: RootCommand { Arguments: [] } root })
        {
            var verbs = root.Subcommands.Select(verb => verb.Name);
            await terminal.Error.WriteLineAsync(parsed.UnmatchedTokens is [var name, ..]
                ? $"There is no verb '{name}'; the nearest one is '{NearestName.Of(name, verbs)}'. --help lists all."
                : $"Name a verb: {string.Join(", ", verbs)}. --help explains them.");
            return ExitCodes.NotStarted;
        }

        if (parsed.Action is ParseErrorAction)
        {
            foreach (var error in parsed.Errors)
            {
                await terminal.Error.WriteLineAsync(error.Message);
            }

            return ExitCodes.NotStarted;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = StopTime,
                Output = terminal.Out,
                Error = terminal.Error,
            });
        }
        catch (Exception ex) when (isExplained?.Invoke(ex) == true)
        {
            await terminal.Error.WriteLineAsync(ex.Message);
            return ExitCodes.Bad;
        }
        catch (DeploymentException ex)
        {
            await terminal.Error.WriteLineAsync(ex.Message);
            return ex.IsAboutOneThing ? ExitCodes.Bad : ExitCodes.NotStarted;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            await terminal.Error.WriteLineAsync(exception.Message);
            return ExitCodes.NotStarted;
        }
        catch (OperationCanceledException)
        {
            return ExitCodes.Interrupted;
        }
    }

    // The parser treats an unknown option as an argument.
    static string? FindUnknownOption(ParseResult parsed) => parsed.Tokens
        .TakeWhile(token => token.Type != TokenType.DoubleDash)
        .FirstOrDefault(token => token is { Type: TokenType.Argument, Value: ['-', not (>= '0' and <= '9'), ..] })?.Value;
}
