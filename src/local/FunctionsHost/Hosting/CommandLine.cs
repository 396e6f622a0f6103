using System.CommandLine;

namespace AssetFunctions.Local.FunctionsHost.Hosting;

static class CommandLine
{
    static readonly Option<string> App = new("--app")
    {
        Description = "Folder of the built or published worker app, or its dll.",
        HelpName = "PATH",
        Required = true,
    };

    static readonly Option<int?> Port = new("--port")
    {
        Description = "Port of the HTTP functions on 127.0.0.1; 0 picks a free one. Default: Host.LocalHttpPort of local.settings.json, else 7071.",
        HelpName = "PORT",
    };

    static readonly Option<string?> Functions = new("--functions")
    {
        Description = "Runs only these functions, separated by commas; 'http' stands for all HTTP functions.",
        HelpName = "NAMES",
    };

    static readonly Option<int?> Lease = new("--message-lease")
    {
        Description = "For crash tests: seconds until a message of a killed host is delivered again, instead of ten minutes. No queue function may run longer.",
        HelpName = "SECONDS",
    };

    static readonly Option<bool> List = new("--list") { Description = "Prints the functions of the app as JSON and exits." };

    /// <returns>The exit code of the process.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        var command = new RootCommand("Runs a .NET isolated Azure Functions app on this machine.") { App, Port, Functions, Lease, List };
        command.SetAction((parsed, _) => FunctionsHost.RunAsync(new HostOptions(
            parsed.GetRequiredValue(App),
            InRange(parsed.GetValue(Port), 0, 65535, Port),
            parsed.GetValue(Functions)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [],
            InRange(parsed.GetValue(Lease), 1, 600, Lease) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            parsed.GetValue(List))));
        try
        {
            var parsed = command.Parse(args);
            return parsed.Errors is [var error, ..]
                ? throw new HostException(error.Message)
                : await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (HostException ex)
        {
            await Console.Error.WriteLineAsync(ex.Message);
            return 1;
        }
    }

    static int? InRange(int? value, int min, int max, Option option)
        => value < min || value > max ? throw new HostException($"{option.Name} must be between {min} and {max}.") : value;
}
