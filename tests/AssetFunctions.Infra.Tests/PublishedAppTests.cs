using System.Reflection;
using System.Reflection.PortableExecutable;
using System.Text.Json.Nodes;
using AssetFunctions.Testing;
using AssetFunctions.Tests.Architecture;
using AssetFunctions.Tests.Hosting;
using Microsoft.Azure.Functions.Worker;

namespace AssetFunctions.Infra.Tests;

/// <summary>The deployed package is complete for the Functions host and starts without compiling first.</summary>
[Collection(PublishedApp.Collection)]
public sealed class PublishedAppTests(PublishedApp app)
{
    [Theory]
    [InlineData("AssetFunctions.dll")]
    [InlineData("functions.metadata")]
    [InlineData("worker.config.json")]
    [InlineData("extensions.json")]
    [InlineData("host.json")]
    public void A_published_app_contains_every_file_that_the_host_reads(string file) => Assert.True(new FileInfo(app.PathOf(file)) is { Exists: true, Length: > 0 }, file);

    [Fact]
    public void The_host_json_that_is_published_is_the_one_at_the_top_level() =>
        Assert.Equal(File.ReadAllText(Path.Combine(Repository.Root, "host.json")), File.ReadAllText(app.PathOf("host.json")));

    [Fact]
    public void The_host_finds_the_worker_and_every_extension_where_the_files_say()
    {
        var worker = Json("worker.config.json")["description"]!;
        var extensions = Json("extensions.json")["extensions"]!.AsArray();

        Assert.Equal(("dotnet-isolated", "AssetFunctions.dll"), ((string?)worker["language"], (string?)worker["defaultWorkerPath"]));
        Assert.Contains(extensions, extension => (string?)extension!["name"] == "AzureStorageQueues");
        Assert.All(extensions, extension => Assert.True(File.Exists(app.PathOf((string)extension!["hintPath"]!)), extension!.ToJsonString()));
        Assert.All(extensions, extension => Assert.StartsWith("./.azurefunctions/", (string?)extension!["hintPath"], StringComparison.Ordinal));
    }

    [Fact]
    public void The_functions_that_the_host_is_given_are_those_of_the_code()
    {
        var ofTheCode = Assembly.Load("AssetFunctions").GetTypes().SelectMany(type => type.GetMethods())
            .Select(method => (Name: method.GetCustomAttribute<FunctionAttribute>()?.Name, EntryPoint: $"{method.DeclaringType!.FullName}.{method.Name}"))
            .Where(function => function.Name is not null);
        var ofTheHost = Json("functions.metadata").AsArray().Select(function => (Name: (string?)function!["name"], EntryPoint: (string)function["entryPoint"]!));

        Assert.NotEmpty(ofTheHost);
        Assert.Equal(ofTheCode.Order(), ofTheHost.Order());
    }

    // Settings of a developer's machine may hold keys.
    [Fact]
    public void Local_settings_are_not_published()
    {
        var item = Assert.Single(
            SourceProject.All["AssetFunctions"].Document.Descendants("None"), one => one.Attribute("Link")?.Value == "local.settings.json");

        Assert.Equal("Never", item.Attribute("CopyToPublishDirectory")?.Value);
        Assert.False(File.Exists(app.PathOf("local.settings.json")));
    }

    [Fact]
    public void The_product_is_compiled_ahead_for_the_platform_it_runs_on()
    {
        var assemblies = Directory.GetFiles(app.Folder, "AssetFunctions*.dll");

        Assert.Equal(ProductAssemblies.All.Select(assembly => assembly.GetName().Name + ".dll").Order(), assemblies.Select(path => Path.GetFileName(path)).Order());
        Assert.All(assemblies, path =>
        {
            using var image = new PEReader(File.OpenRead(path));
            Assert.True(image.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size > 0, $"{path} is not compiled ahead.");
        });
    }

    JsonNode Json(string file) => JsonNode.Parse(File.ReadAllText(app.PathOf(file)))!;
}
