using System.Globalization;
using AssetFunctions.LocalWorker.Hosting;
using Microsoft.Extensions.Configuration;

namespace AssetFunctions.LocalWorker.Queues;

/// <summary>
/// How long a received message stays invisible to others before its lease must be renewed: ten minutes, as under the
/// host. The setting <c>AzureFunctionsLocal:MessageLease</c> shortens it, so that a local run sees the messages of a
/// killed process again soon; the Functions host does not know it.
/// </summary>
static class MessageLeasePeriod
{
    public const string Setting = "AzureFunctionsLocal:MessageLease";

    /// <summary>The service counts in whole seconds.</summary>
    static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    /// <exception cref="WorkerStartupException">The setting is not a time that the service accepts.</exception>
    public static TimeSpan Read(IConfiguration configuration)
    {
        if (configuration[Setting] is not { Length: > 0 } text)
        {
            return WorkerConstants.MessageLease;
        }

        return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var period)
            && period >= Shortest
            && period <= WorkerConstants.MessageLease
            ? period
            : throw new WorkerStartupException(
                $"The setting '{Setting}' is '{text}', but must be a time of the form hh:mm:ss from {Shortest} to {WorkerConstants.MessageLease}.");
    }
}
