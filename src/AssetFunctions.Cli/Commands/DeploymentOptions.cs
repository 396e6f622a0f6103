using System.CommandLine;
using AssetFunctions.Cli.Api;

namespace AssetFunctions.Cli.Commands;

/// <summary>Options for the deployment and the output format.</summary>
sealed class DeploymentOptions
{
    readonly Option<Uri?> _api = new("--api")
    {
        Description = $"Address of the HTTP API. Default: {ApiDefaults.AddressVariable}, else that of the local stack, usually {ApiDefaults.Address}",
        HelpName = "URL",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (Deployment.ParseApi(text) is { } address)
            {
                return address;
            }

            result.AddError($"'{text}' is not the address of an HTTP API, such as {ApiDefaults.Address}.");
            return null;
        },
    };

    readonly Option<string?> _key = new("--key")
    {
        Description = $"Function key of the API, or the master key. Prefer {ApiDefaults.KeyVariable}: other users can see command lines.",
        HelpName = "KEY",
    };

    readonly Option<bool> _json = new("--json") { Description = "Print one JSON document instead of tables." };

    /// <summary>Adds the options of a verb that calls the API.</summary>
    public DeploymentOptions WithApi(Command command)
    {
        command.Add(_api);
        command.Add(_key);
        return this;
    }

    public DeploymentOptions WithJson(Command command)
    {
        command.Add(_json);
        return this;
    }

    public bool WantsJson(ParseResult parsed) => parsed.GetValue(_json);

    /// <summary>Finds the deployment: from the command line, else the environment, else the local stack.</summary>
    /// <exception cref="DeploymentException">The environment variable is not an address.</exception>
    public Deployment Find(ParseResult parsed, Terminal terminal)
    {
        var local = terminal.FindLocalApi();
        var api = parsed.GetValue(_api) ?? FromEnvironment(terminal) ?? local ?? new Uri(ApiDefaults.Address);
        return new Deployment(api, parsed.GetValue(_key) ?? Set(terminal, ApiDefaults.KeyVariable), IsStarting: api == local);
    }

    static Uri? FromEnvironment(Terminal terminal) => Set(terminal, ApiDefaults.AddressVariable) is not { } text
        ? null
        : Deployment.ParseApi(text) ?? throw new DeploymentException($"{ApiDefaults.AddressVariable} is not the address of an HTTP API, such as {ApiDefaults.Address}.");

    static string? Set(Terminal terminal, string variable) => terminal.Variable(variable) is { Length: > 0 } text ? text : null;
}
