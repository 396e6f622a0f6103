using System.Globalization;
using System.Net;
using AssetFunctions.LocalWorker.Hosting;
using Microsoft.Extensions.Configuration;

namespace AssetFunctions.LocalWorker.Http;

/// <summary>
/// Where HTTP functions listen: <c>--port</c>, else <c>ASPNETCORE_URLS</c>, else the <c>Host.LocalHttpPort</c> of
/// local.settings.json, else port 7071; on loopback only.
/// </summary>
static class ListenAddress
{
    const string UrlsSetting = "ASPNETCORE_URLS";
    const string PortKey = "AzureFunctionsLocal:Port";

    /// <exception cref="WorkerStartupException">An address is not one of loopback, or a port is not one.</exception>
    public static IReadOnlyList<string> Read(IConfiguration configuration, string? commandLinePort)
    {
        if (commandLinePort is not null)
        {
            return [FromPort(commandLinePort, "--port")];
        }

        if (configuration[UrlsSetting] is { Length: > 0 } urls)
        {
            return [.. urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Loopback)];
        }

        return configuration[PortKey] is { } port
            ? [FromPort(port, "Host.LocalHttpPort")]
            : [WorkerConstants.DefaultUrl];
    }

    static string FromPort(string text, string source)
        => ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            ? $"http://{IPAddress.Loopback}:{port}"
            : throw new WorkerStartupException($"{source} is '{text}', which is not a port.");

    static string Loopback(string url)
        => Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.IsLoopback && uri.Scheme == Uri.UriSchemeHttp
            ? url
            : throw new WorkerStartupException(
                $"The setting '{UrlsSetting}' holds '{url}', but HTTP functions listen on loopback only, such as {WorkerConstants.DefaultUrl}.");
}
