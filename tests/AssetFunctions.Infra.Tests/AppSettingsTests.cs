using System.Text.RegularExpressions;
using AssetFunctions.Tests.Hosting;

namespace AssetFunctions.Infra.Tests;

/// <summary>The app settings of the deployment are settings of the code, complete, and contain no secret.</summary>
public sealed partial class AppSettingsTests
{
    /// <summary>Settings of the platform and of the libraries that sign in.</summary>
    static readonly string[] OfThePlatform =
    [
        "AZURE_CLIENT_ID", "AZURE_TOKEN_CREDENTIALS", "APPLICATIONINSIGHTS_CONNECTION_STRING", "APPLICATIONINSIGHTS_AUTHENTICATION_STRING",
        "AzureWebJobsDisableHomepage",
    ];

    static readonly Dictionary<string, string> Deployed = Blocks().Matches(BicepFile.Named("functions.bicep").Text)
        .SelectMany(block => Entries().Matches(block.Value))
        .ToDictionary(entry => entry.Groups["name"].Value.Replace("__", ":", StringComparison.Ordinal), entry => entry.Groups["value"].Value, StringComparer.OrdinalIgnoreCase);

    [Fact]
    public void Every_app_setting_of_the_deployment_is_a_setting_of_the_code() =>
        Assert.Empty(Deployed.Keys.Except(KnownSettings.Options().Keys, StringComparer.OrdinalIgnoreCase).Except(KnownSettings.OfTimers()).Except(OfThePlatform));

    [Fact]
    public void The_deployment_sets_every_schedule_and_every_connection() =>
        Assert.Empty(KnownSettings.OfTimers()
            .Concat(["AzureWebJobsStorage:AccountName", "Cosmos:AccountEndpoint", "Redis:ConnectionString", "Redis:UseEntraId"])
            .Except(Deployed.Keys, StringComparer.OrdinalIgnoreCase));

    [Fact]
    public void The_root_of_the_address_serves_no_page_of_the_platform() => Assert.Equal("'true'", Deployed["AzureWebJobsDisableHomepage"]);

    [Fact]
    public void Every_secret_is_a_reference_to_the_vault()
    {
        var secrets = Deployed.Where(setting => setting.Key.EndsWith("Key", StringComparison.OrdinalIgnoreCase)).ToList();

        Assert.NotEmpty(secrets);
        Assert.All(secrets, setting => Assert.Matches(@"^format\(secretOf, '[a-z-]+'\)$", setting.Value));
        Assert.Contains("'@Microsoft.KeyVault(VaultName=${vaultName};SecretName={0})'", BicepFile.Named("functions.bicep").Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Cosmos:ConnectionString", Deployed.Keys);
        Assert.DoesNotContain("AzureWebJobsStorage", Deployed.Keys);
    }

    [GeneratedRegex(@"^var \w+Settings = [^\n]*\{\n(?:  [^\n]*\n)+\}", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Blocks();

    [GeneratedRegex(@"^  (?<name>\w+): (?<value>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Entries();
}
