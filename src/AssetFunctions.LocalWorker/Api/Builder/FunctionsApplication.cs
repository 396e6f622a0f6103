namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>The way into an app of functions.</summary>
public static class FunctionsApplication
{
    /// <summary>
    /// A builder with the host's defaults: settings from environment variables, the command line and the
    /// <c>Values</c> of local.settings.json; logging to the console at the levels of host.json.
    /// </summary>
    public static FunctionsApplicationBuilder CreateBuilder(string[] args) => new(args);
}
