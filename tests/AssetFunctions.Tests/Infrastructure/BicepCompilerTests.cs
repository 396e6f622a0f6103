using System.Reflection;
using System.Text.Json;

namespace AssetFunctions.Tests.Infrastructure;

/// <summary>The templates compile, with every rule of <c>bicepconfig.json</c>, and the compiled template deploys what the files beside it say.</summary>
public sealed class BicepCompilerTests
{
    static readonly string? Compiler = typeof(BicepCompilerTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .SingleOrDefault(attribute => attribute.Key == "BicepCompiler")?.Value;

    [SkippableFact]
    public async Task The_templates_compile_without_a_warning_and_deploy_every_container_queue_and_alert()
    {
        Skip.If(Compiler is null || !File.Exists(Compiler), "The Bicep compiler comes with the packages on Linux only.");

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

    [SkippableFact]
    public async Task The_parameters_of_an_environment_compile()
    {
        Skip.If(Compiler is null || !File.Exists(Compiler), "The Bicep compiler comes with the packages on Linux only.");

        var (exitCode, output, errors) = await InfraFiles.RunAsync(
            "env", "AZURE_ENV_NAME=dev", "AZURE_LOCATION=westeurope", "MONTHLY_BUDGET=250", Compiler, "build-params", InfraFiles.PathOf("main.bicepparam"), "--stdout");

        Assert.True(exitCode == 0 && errors.Length == 0, errors);
        using var built = JsonDocument.Parse(output);
        using var parameters = JsonDocument.Parse(built.RootElement.GetProperty("parametersJson").GetString()!);
        Assert.Equal(250, parameters.RootElement.GetProperty("parameters").GetProperty("monthlyBudget").GetProperty("value").GetInt32());
    }
}
