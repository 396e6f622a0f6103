using System.Globalization;
using System.Text.RegularExpressions;

namespace AssetFunctions.Infra.Tests;

/// <summary>The templates are consistent and contain nothing forbidden. Needs no compiler.</summary>
public sealed partial class BicepStructureTests
{
    /// <summary>Every resource the product deploys, and the version of its API that the templates were written against.</summary>
    static readonly string[] Deployed =
    [
        "Microsoft.Authorization/roleAssignments@2022-04-01",
        "Microsoft.Cache/redisEnterprise/databases/accessPolicyAssignments@2025-07-01",
        "Microsoft.Cache/redisEnterprise/databases@2025-07-01",
        "Microsoft.Cache/redisEnterprise@2025-07-01",
        "Microsoft.Consumption/budgets@2023-11-01",
        "Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers@2024-11-15",
        "Microsoft.DocumentDB/databaseAccounts/sqlDatabases@2024-11-15",
        "Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments@2024-11-15",
        "Microsoft.DocumentDB/databaseAccounts@2024-11-15",
        "Microsoft.Insights/actionGroups@2023-01-01",
        "Microsoft.Insights/components@2020-02-02",
        "Microsoft.Insights/metricAlerts@2018-03-01",
        "Microsoft.Insights/scheduledQueryRules@2023-12-01",
        "Microsoft.KeyVault/vaults@2023-07-01",
        "Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31",
        "Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01",
        "Microsoft.Network/privateDnsZones@2024-06-01",
        "Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2024-05-01",
        "Microsoft.Network/privateEndpoints@2024-05-01",
        "Microsoft.Network/virtualNetworks@2024-05-01",
        "Microsoft.OperationalInsights/workspaces@2023-09-01",
        "Microsoft.Resources/resourceGroups@2024-03-01",
        "Microsoft.Storage/storageAccounts/blobServices/containers@2023-05-01",
        "Microsoft.Storage/storageAccounts/blobServices@2023-05-01",
        "Microsoft.Storage/storageAccounts/queueServices/queues@2023-05-01",
        "Microsoft.Storage/storageAccounts/queueServices@2023-05-01",
        "Microsoft.Storage/storageAccounts@2023-05-01",
        "Microsoft.Web/serverfarms@2024-04-01",
        "Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-04-01",
        "Microsoft.Web/sites@2024-04-01",
    ];

    public static TheoryData<string> Files() => [.. BicepFile.All.Select(file => file.Name)];

    [Fact]
    public void The_templates_deploy_these_resources_at_these_versions_of_their_api() =>
        Assert.Equal(
            Deployed.Order(StringComparer.Ordinal),
            BicepFile.All.SelectMany(file => file.Of("resource")).Select(resource => resource.Type).Distinct().Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Files))]
    public void A_name_is_declared_once_and_every_parameter_and_variable_is_used(string name)
    {
        var file = BicepFile.Named(name);

        Assert.Empty(file.Declarations.Where(one => one.Kind != "output").GroupBy(one => one.Name, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => group.Key));
        Assert.Empty(file.Of("param").Concat(file.Of("var"))
            .Where(one => Mentions(file.Text, $@"(?<![\w.]){one.Name}\b") - Mentions(file.Text, $@"^\s*{one.Name}:") < 2)
            .Select(one => one.Name));
    }

    // Host and worker take 450 MB before they do any work.
    [Theory]
    [InlineData("main.bicep")]
    [InlineData("functions.bicep")]
    public void An_instance_has_room_for_host_and_worker(string name) =>
        Assert.Contains("@allowed([ 2048, 4096 ])\nparam instanceMemoryMB int", BicepFile.Named(name).Text, StringComparison.Ordinal);

    static int Mentions(string text, string pattern) => Regex.Count(text, pattern, RegexOptions.Multiline, TimeSpan.FromSeconds(1));

    [Fact]
    public void Every_module_exists_and_gets_the_parameters_it_declares()
    {
        var main = BicepFile.Named("main.bicep");
        var modules = main.Of("module").ToList();
        Assert.Equal(
            BicepFile.All.Where(file => file != main).Select(file => $"modules/{file.Name}").Order(StringComparer.Ordinal),
            modules.Select(module => module.Type).Distinct().Order(StringComparer.Ordinal));

        Assert.All(modules, module =>
        {
            var declared = BicepFile.Named(Path.GetFileName(module.Type)).Of("param").ToList();
            var given = ModuleParameter().Matches(module.Text).Select(match => match.Groups["name"].Value).ToList();
            Assert.Empty(given.Except(declared.Select(one => one.Name)));
            Assert.Empty(declared.Where(one => !one.HasValue).Select(one => one.Name).Except(given));
        });
    }

    [Fact]
    public void Every_value_read_from_a_module_is_among_its_outputs()
    {
        var main = BicepFile.Named("main.bicep");
        var outputs = main.Of("module").ToDictionary(
            module => module.Name, module => BicepFile.Named(Path.GetFileName(module.Type)).Of("output").Select(output => output.Name).ToHashSet(), StringComparer.Ordinal);
        var uses = ModuleOutput().Matches(main.Text).ToList();

        Assert.NotEmpty(uses);
        Assert.All(uses, use => Assert.Contains(use.Groups["output"].Value, outputs[use.Groups["module"].Value]));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void No_template_reads_or_exposes_a_key(string name)
    {
        var file = BicepFile.Named(name);

        Assert.DoesNotMatch(@"(?i)\blist(keys|accountsas|servicesas|secrets|connectionstrings)\b|AccountKey=|SharedAccessSignature|\bpassword\b", file.Text);
        Assert.All(file.Of("output"), output => Assert.DoesNotMatch("(?i)key(?!vault)|secret|token|password", output.Name));
    }

    // A second deployment must equal the first: some properties cannot change, such as the first day of a budget.
    [Theory]
    [MemberData(nameof(Files))]
    public void No_template_depends_on_the_time_or_on_randomness(string name) =>
        Assert.DoesNotMatch(@"\b(utcNow|newGuid)\(", BicepFile.Named(name).Text);

    [Theory]
    [InlineData("storage.bicep", "allowSharedKeyAccess: false")]
    [InlineData("storage.bicep", "allowBlobPublicAccess: false")]
    [InlineData("storage.bicep", "minimumTlsVersion: 'TLS1_2'")]
    [InlineData("cosmos.bicep", "disableLocalAuth: true")]
    [InlineData("cosmos.bicep", "type: 'Continuous'")]
    [InlineData("redis.bicep", "accessKeysAuthentication: 'Disabled'")]
    [InlineData("redis.bicep", "clientProtocol: 'Encrypted'")]
    [InlineData("keyvault.bicep", "enableRbacAuthorization: true")]
    [InlineData("keyvault.bicep", "enablePurgeProtection: true")]
    [InlineData("monitoring.bicep", "DisableLocalAuth: true")]
    [InlineData("functions.bicep", "httpsOnly: true")]
    [InlineData("functions.bicep", "minTlsVersion: '1.2'")]
    [InlineData("functions.bicep", "version: '10.0'")]
    public void Services_are_closed_to_keys_and_plain_text(string name, string line) =>
        Assert.Contains(BicepFile.Named(name).Text.Split('\n'), text => text.Trim() == line);

    [Fact]
    public void Pages_of_other_origins_call_the_API_only_where_their_origins_are_named()
    {
        Assert.Contains("param allowedOrigins array = []\n", BicepFile.Named("main.bicep").Text, StringComparison.Ordinal);
        Assert.Contains("cors: empty(allowedOrigins) ? null : {\n        allowedOrigins: allowedOrigins\n      }", BicepFile.Named("functions.bicep").Text, StringComparison.Ordinal);
        Assert.DoesNotContain("supportCredentials", BicepFile.Named("functions.bicep").Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Connection_to_Redis_names_the_identity_that_has_access()
    {
        var redis = BicepFile.Named("redis.bicep");

        Assert.Contains("objectId: principalId\n", redis.Text, StringComparison.Ordinal);
        Assert.EndsWith(",ssl=true,user=${principalId}'", Assert.Single(redis.Of("output"), output => output.Name == "connection").Text.TrimEnd(), StringComparison.Ordinal);
    }

    // The database accepts a change of regions only when nothing else of the account changes.
    [Fact]
    public void A_second_region_changes_nothing_but_the_regions_of_the_account()
    {
        var account = BicepFile.Named("cosmos.bicep").Of("resource").Single(resource => resource.Name == "account").Text;

        Assert.Contains("enableAutomaticFailover: !isServerless\n", account, StringComparison.Ordinal);
        Assert.Contains("for (region, index) in regions:", account, StringComparison.Ordinal);
        Assert.DoesNotContain("secondaryLocation", account, StringComparison.Ordinal);
    }

    /// <summary>Roles and their ids, see https://learn.microsoft.com/azure/role-based-access-control/built-in-roles.</summary>
    [Theory]
    [InlineData("roles.bicep", "appQueues", "queueDataContributor", "974c5e8b-45b9-4653-ba55-5f855dd0fbe8")]
    [InlineData("roles.bicep", "appBlobs", "blobDataOwner", "b7e6dc6d-f1e8-4753-8033-0f276bb0955b")]
    [InlineData("roles.bicep", "appSecrets", "secretsUser", "4633458b-17de-408a-b874-0445c86b69e6")]
    [InlineData("roles.bicep", "appTelemetry", "metricsPublisher", "3913510d-42f4-4e42-8a64-420c390055eb")]
    [InlineData("cosmos.bicep", "appAccess", "dataContributor", "00000000-0000-0000-0000-000000000002")]
    public void The_app_has_this_role_and_no_wider_one(string name, string assignment, string role, string id)
    {
        var file = BicepFile.Named(name);

        Assert.Contains(file.Of("var"), variable => variable.Name == role && variable.Text.Contains($"'{id}'", StringComparison.Ordinal));
        var text = Assert.Single(file.Of("resource"), resource => resource.Name == assignment).Text;
        Assert.Contains("principalId: principalId", text, StringComparison.Ordinal);
        Assert.Contains(role, text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_app_has_no_other_role() => Assert.Equal(
        ["appAccess", "appAccess", "appBlobs", "appQueues", "appSecrets", "appTelemetry"],
        BicepFile.All.SelectMany(file => file.Of("resource"))
            .Where(resource => resource.Type.Contains("Assignments@", StringComparison.Ordinal) && resource.Name.StartsWith("app", StringComparison.Ordinal))
            .Select(resource => resource.Name)
            .Order(StringComparer.Ordinal));

    [Fact]
    public void Names_fit_the_services_for_every_environment_name()
    {
        var longest = int.Parse(LongestEnvironment().Match(BicepFile.Named("main.bicep").Text).Groups["length"].Value, CultureInfo.InvariantCulture);

        // st + assets + environment + suffix of 6; storage accounts and key vaults take 24 characters.
        Assert.InRange("st".Length + "assets".Length + longest + 6, 1, 24);
    }

    [GeneratedRegex(@"^    (?<name>\w+):", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ModuleParameter();

    [GeneratedRegex(@"\b(?<module>\w+)!?\.outputs\.(?<output>\w+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ModuleOutput();

    [GeneratedRegex(@"@maxLength\((?<length>\d+)\)\nparam environmentName string", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LongestEnvironment();
}
