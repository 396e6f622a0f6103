using System.Text.RegularExpressions;
using AssetFunctions.LocalWorker.Hosting;
using AssetFunctions.LocalWorker.Queues;
using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;

namespace AssetFunctions.LocalWorker.Discovery;

/// <summary>Turns names in attributes into values: <c>%Setting%</c>, queue names and connections.</summary>
sealed partial class SettingResolver(IConfiguration configuration)
{
    /// <summary>Replaces every <c>%Setting%</c> in the text.</summary>
    /// <exception cref="WorkerStartupException">A setting does not exist.</exception>
    public string Resolve(string text, string function, string what)
        => SettingName().Replace(text, match => configuration[match.Groups["name"].Value]
            ?? throw new WorkerStartupException(
                $"Function '{function}' takes its {what} from the setting '{match.Groups["name"].Value}', which does not exist."));

    /// <summary>The queue a binding names, on the account of its connection.</summary>
    /// <exception cref="WorkerStartupException">A setting does not exist or a name is not valid.</exception>
    public QueueAddress Queue(string queueName, string? connection, string function)
    {
        var name = Resolve(queueName, function, "queue name").ToLowerInvariant();
        if (!QueueName().IsMatch(name))
        {
            throw new WorkerStartupException(
                $"Function '{function}' names the queue '{name}', but a queue name has 3 to 63 letters, digits and single dashes between them.");
        }

        var setting = connection ?? WorkerConstants.StorageSetting;
        return new QueueAddress(name, setting, ConnectionString(setting, function), function);
    }

    /// <summary>
    /// The value of a connection setting; the host also looks under the prefix <c>AzureWebJobs</c> and among the
    /// connection strings.
    /// </summary>
    /// <exception cref="WorkerStartupException">It is missing or not a storage connection string.</exception>
    public string ConnectionString(string setting, string function)
    {
        var value = configuration[$"AzureWebJobs{setting}"]
            ?? configuration[setting]
            ?? configuration.GetConnectionString(setting);
        if (string.IsNullOrWhiteSpace(value))
        {
            throw new WorkerStartupException(
                $"Function '{function}' needs a storage connection string in the setting '{setting}', which is missing or empty.");
        }

        try
        {
            _ = new QueueServiceClient(value);
            return value;
        }
        catch (Exception e) when (e is FormatException or ArgumentException or InvalidOperationException)
        {
            throw new WorkerStartupException(
                $"The setting '{setting}' that function '{function}' uses is not a storage connection string: {e.Message.TrimEnd('.')}.", e);
        }
    }

    /// <exception cref="WorkerStartupException">The setting is not a time that the service accepts.</exception>
    public TimeSpan MessageLeasePeriod() => Queues.MessageLeasePeriod.Read(configuration);

    public bool IsDisabled(string function)
        => bool.TryParse(configuration[$"AzureWebJobs.{function}.Disabled"], out var disabled) && disabled;

    [GeneratedRegex("%(?<name>[^%]+)%", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SettingName();

    [GeneratedRegex("^(?=.{3,63}$)[a-z0-9]+(-[a-z0-9]+)*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex QueueName();
}
