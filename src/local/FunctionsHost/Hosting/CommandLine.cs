using System.CommandLine;

namespace AssetFunctions.Local.FunctionsHost.Hosting;

static class CommandLine
{
    const int MaxPort = 65535;

    /// <returns>The exit code of the process.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        var app = new Option<string>("--app")
        {
            Description = "Folder of the built or published worker app, or its dll.",
            HelpName = "PATH",
            Required = true,
        };
        var port = new Option<int?>("--port")
        {
            Description = "Port of the HTTP functions on 127.0.0.1; 0 takes a free one. Default: Host.LocalHttpPort of "
                + "local.settings.json, else 7071.",
            HelpName = "PORT",
        };
        var functions = new Option<string?>("--functions")
        {
            Description = "Runs only these functions, separated by commas; 'http' stands for all HTTP functions.",
            HelpName = "NAMES",
        };
        var lease = new Option<int?>("--message-lease")
        {
            Description = "For crash tests: seconds until the message of a killed host is delivered again, instead of ten "
                + "minutes. No queue function may run longer.",
            HelpName = "SECONDS",
        };
        var list = new Option<bool>("--list") { Description = "Prints the functions of the app as JSON and ends." };
        var command = new RootCommand("Runs a .NET isolated Azure Functions app on this machine.") { app, port, functions, lease, list };
        command.SetAction((parsed, _) => FunctionsHost.RunAsync(new HostOptions(
            parsed.GetRequiredValue(app),
            InRange(parsed.GetValue(port), 0, MaxPort, "--port"),
            parsed.GetValue(functions)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [],
            InRange(parsed.GetValue(lease), 1, 600, "--message-lease") is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            parsed.GetValue(list))));
        try
        {
            var parsed = command.Parse(args);
            if (parsed.Errors is [var error, ..])
            {
                throw new HostException(error.Message);
            }

            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (HostException ex)
        {
            await Console.Error.WriteLineAsync(ex.Message);
            return 1;
        }
    }

    static int? InRange(int? value, int min, int max, string option)
        => value < min || value > max ? throw new HostException($"{option} must be between {min} and {max}.") : value;
}
