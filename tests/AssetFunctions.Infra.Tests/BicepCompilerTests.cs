using System.Reflection;
using System.Text.Json;

namespace AssetFunctions.Infra.Tests;

/// <summary>The templates compile, with every rule of <c>bicepconfig.json</c>, and the compiled template deploys the resources that the files beside it list.</summary>
public sealed class BicepCompilerTests
{
    static readonly string Compiler = typeof(BicepCompilerTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .SingleOrDefault(attribute => attribute.Key == "BicepCompiler")?.Value ?? string.Empty;

    [Fact]
    public async Task The_templates_compile_without_a_warning_and_deploy_every_container_queue_and_alert()
    {
        Assert.True(File.Exists(Compiler), "The Bicep compiler comes with the packages on Linux only.");

        var (exitCode, output, errors) = await InfraFiles.RunAsync(Compiler, "build", BicepFile.Root, "--stdout");

        Assert.True(exitCode == 0 && errors.Length == 0, errors);
        using var template = JsonDocument.Parse(output);
        var variables = template.RootElement.GetProperty("resources").EnumerateArray()
            .Where(resource => resource.GetProperty("type").GetString() == "Microsoft.Resources/deployments")
            .SelectMany(module => module.GetProperty("properties").GetProperty("template").TryGetProperty("variables", out var found) ? found.EnumerateObject().ToList() : [])
            .ToList();
        foreach (var file in new[] { "containers.json", "queues.json", "alerts.json" })
        {
            using var expected = JsonDocument.Parse(InfraFiles.Read(file));
            Assert.Contains(variables, variable => JsonElement.DeepEquals(variable.Value, expected.RootElement));
        }
    }

    [Fact]
    public async Task The_parameters_of_an_environment_compile()
    {
        Assert.True(File.Exists(Compiler), "The Bicep compiler comes with the packages on Linux only.");

        var (exitCode, output, errors) = await InfraFiles.RunAsync(
            "env", "AZURE_ENV_NAME=dev", "AZURE_LOCATION=westeurope", "MONTHLY_BUDGET=250", Compiler, "build-params", InfraFiles.PathOf("main.bicepparam"), "--stdout");

        Assert.True(exitCode == 0 && errors.Length == 0, errors);
        using var built = JsonDocument.Parse(output);
        using var parameters = JsonDocument.Parse(built.RootElement.GetProperty("parametersJson").GetString()!);
        Assert.Equal(250, parameters.RootElement.GetProperty("parameters").GetProperty("monthlyBudget").GetProperty("value").GetInt32());
    }

    [Theory]
    [InlineData("2026-03-01", "2026-03-01")]
    [InlineData("", null)]
    public async Task The_budget_starts_on_the_day_that_is_given_and_on_no_other(string day, string? expected)
    {
        var resources = await PredictAsync("main.bicepparam", [], _ => { }, "AZURE_ENV_NAME=dev", "AZURE_LOCATION=westeurope", "ALERT_EMAIL=you@example.com", $"BUDGET_START={day}");

        var budget = resources.SingleOrDefault(resource => resource.GetProperty("type").GetString() == "Microsoft.Consumption/budgets");
        Assert.Equal(expected, budget.ValueKind == JsonValueKind.Undefined ? null : budget.GetProperty("properties").GetProperty("timePeriod").GetProperty("startDate").GetString());
    }

    [Theory]
    [InlineData("[]", "Allow", 0)]
    [InlineData("['203.0.113.0/24', '198.51.100.7/32']", "Deny", 2)]
    public async Task The_API_is_open_to_the_addresses_that_are_named_or_to_all(string addresses, string others, int rules)
    {
        var resources = await PredictAsync("probe.bicepparam", [], folder => File.WriteAllText(
            Path.Combine(folder, "probe.bicepparam"),
            $"using './main.bicep'\nparam environmentName = 'dev'\nparam location = 'westeurope'\nparam allowedAddresses = {addresses}\n"));

        var site = Assert.Single(resources, resource => resource.GetProperty("type").GetString() == "Microsoft.Web/sites").GetProperty("properties").GetProperty("siteConfig");
        Assert.Equal(others, site.GetProperty("ipSecurityRestrictionsDefaultAction").GetString());
        Assert.Equal(rules, site.GetProperty("ipSecurityRestrictions").GetArrayLength());
    }

    [Fact]
    public async Task Providers_are_read_in_any_case_and_with_spaces_as_the_app_reads_them()
    {
        // Values that depend on other resources are unknown before the deployment, so the expression is evaluated alone here.
        var providers = Assert.Single(BicepFile.Named("functions.bicep").Of("var"), variable => variable.Name == "providers").Text;
        var resources = await PredictAsync("probe.bicepparam", ["--resource-group", "probe"], folder =>
        {
            File.WriteAllText(Path.Combine(folder, "probe.bicepparam"), "using './probe.bicep'\nparam positionSources = ' Zerion, alchemy'\n");
            File.WriteAllText(Path.Combine(folder, "probe.bicep"), $$"""
                param positionSources string
                {{providers}}
                resource probe 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
                  name: 'probe'
                  location: resourceGroup().location
                  tags: {
                    order: join(providers, ',')
                    alchemy: string(contains(providers, 'alchemy'))
                  }
                }
                """);
        });

        var tags = Assert.Single(resources).GetProperty("tags");
        Assert.Equal(("zerion,alchemy", "true"), (tags.GetProperty("order").GetString(), tags.GetProperty("alchemy").GetString()!.ToLowerInvariant()));
    }

    /// <summary>The resources that these parameters would deploy, as predicted by the compiler on a copy of the templates, beside which it writes its result.</summary>
    static async Task<IReadOnlyList<JsonElement>> PredictAsync(string parameters, string[] scope, Action<string> prepare, params string[] environment)
    {
        Assert.True(File.Exists(Compiler), "The Bicep compiler comes with the packages on Linux only.");
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            foreach (var file in Directory.GetFiles(InfraFiles.Root).Concat(Directory.GetFiles(InfraFiles.PathOf("modules"))))
            {
                var copy = Path.Combine(folder.FullName, Path.GetRelativePath(InfraFiles.Root, file));
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(file, copy);
            }

            prepare(folder.FullName);
            var path = Path.Combine(folder.FullName, parameters);
            var (exitCode, _, errors) = await InfraFiles.RunAsync(
                "env", [.. environment, Compiler, "snapshot", path, "--subscription-id", Guid.Empty.ToString(), "--mode", "overwrite", .. scope]);
            Assert.True(exitCode == 0, errors);
            using var snapshot = JsonDocument.Parse(await File.ReadAllTextAsync(Path.ChangeExtension(path, "snapshot.json")));
            return [.. snapshot.RootElement.GetProperty("predictedResources").EnumerateArray().Select(resource => resource.Clone())];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
