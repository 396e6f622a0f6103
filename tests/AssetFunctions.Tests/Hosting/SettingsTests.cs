using System.Text.Json;
using AssetFunctions.Local.Stack;

namespace AssetFunctions.Tests.Hosting;

/// <summary>The settings sample contains only existing settings.</summary>
public sealed class SettingsTests
{
    static readonly string Root = RepositoryPaths.Find().Root;

    /// <summary>Settings that no options class holds: the host reads them itself.</summary>
    static readonly string[] OfTheHost = ["AzureWebJobsStorage", "FUNCTIONS_WORKER_RUNTIME", .. KnownSettings.OfTimers()];

    /// <summary>Options without a default that a local run needs, or that its user is likely to set.</summary>
    static readonly string[] NeededLocally = ["Cosmos:ConnectionString", "Redis:ConnectionString", "Sync:Schedule:Wallets", "Zerion:ApiKey"];

    [Fact]
    public void The_settings_sample_has_existing_settings_and_every_one_that_a_local_run_needs()
    {
        var names = Sample().Keys;

        Assert.Empty(names.Except(KnownSettings.Options().Keys).Except(OfTheHost));
        Assert.Empty(OfTheHost.Concat(NeededLocally).Except(names));
    }

    [Fact]
    public void The_settings_sample_has_no_secret_except_the_public_key_of_the_emulator()
    {
        var sample = Sample();

        Assert.All(sample.Where(setting => setting.Key.EndsWith("Key", StringComparison.Ordinal)), setting => Assert.Empty(setting.Value));
        Assert.Contains("AccountEndpoint=http://127.0.0.1", sample["Cosmos:ConnectionString"], StringComparison.Ordinal);
        Assert.Equal("UseDevelopmentStorage=true", sample["AzureWebJobsStorage"]);
    }

    static Dictionary<string, string> Sample()
    {
        using var sample = JsonDocument.Parse(File.ReadAllText(Path.Combine(Root, "local.settings.sample.json")));
        return sample.RootElement.GetProperty("Values").EnumerateObject().ToDictionary(value => value.Name, value => value.Value.GetString()!, StringComparer.Ordinal);
    }
}
