using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace AssetFunctions.Cli.Commands;

/// <summary>A verb of the command line.</summary>
/// <param name="example">Example arguments, without the program and the verb.</param>
sealed class Verb(string name, string description, string example) : Command(name, description)
{
    public string Example { get; } = $"{name} {example}".TrimEnd();
}

/// <summary>Prints help within <see cref="Columns"/>: arguments and options of one verb, then an example.</summary>
/// <param name="help">Help of the library.</param>
/// <param name="root">The program's command.</param>
/// <param name="program">The program's name on the command line.</param>
sealed class VerbHelp(HelpAction help, RootCommand root, string program) : SynchronousCommandLineAction
{
    public const int Columns = 100;

    /// <summary>Installs this help for a program and its verbs.</summary>
    public static void Use(RootCommand root, string program)
    {
        var option = root.Options.OfType<HelpOption>().Single();
        option.Action = new VerbHelp((HelpAction)option.Action!, root, program);
    }

    public override int Invoke(ParseResult parseResult)
    {
        var (configuration, command) = (parseResult.InvocationConfiguration, parseResult.CommandResult.Command);
        var output = configuration.Output;
        using var text = new StringWriter();
        help.MaxWidth = Columns;
        configuration.Output = text;

        // The library would list the program's own arguments under every verb.
        var inherited = command is RootCommand ? [] : root.Arguments.ToList();
        inherited.ForEach(argument => root.Arguments.Remove(argument));
        try
        {
            help.Invoke(parseResult);
        }
        finally
        {
            inherited.ForEach(root.Arguments.Add);
            configuration.Output = output;
        }

        // Wrapped lines have trailing blanks.
        var lines = text.ToString().Replace($"  {RootCommand.ExecutableName} ", $"  {program} ", StringComparison.Ordinal).Split('\n').Select(line => line.TrimEnd());
        output.Write(string.Join('\n', lines).TrimEnd('\n') + "\n\n");
        if (command is Verb verb)
        {
            output.WriteLine($"Example:\n  {program} {verb.Example}\n");
        }

        return 0;
    }
}
