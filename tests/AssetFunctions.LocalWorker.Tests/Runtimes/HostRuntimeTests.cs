using AssetFunctions.LocalWorker.Hosting;
using AssetFunctions.LocalWorker.Queues;
using AssetFunctions.Testing;

namespace AssetFunctions.LocalWorker.Tests.Runtimes;

/// <summary>The two ways to build the app: for the Functions host, and for the local worker.</summary>
public sealed class HostRuntimeTests
{
    const string WorkerProject = "AssetFunctions.LocalWorker.csproj";

    static readonly Dictionary<string, string> Packages = new(StringComparer.Ordinal)
    {
        ["Microsoft.Azure.Functions.Worker"] = "2.52.0",
        ["Microsoft.Azure.Functions.Worker.Extensions.Http.AspNetCore"] = "2.1.1",
        ["Microsoft.Azure.Functions.Worker.Extensions.Storage.Queues"] = "5.5.5",
        ["Microsoft.Azure.Functions.Worker.Extensions.Timer"] = "4.3.1",
        ["Microsoft.Azure.Functions.Worker.Sdk"] = "2.1.0",
    };

    [Fact]
    public async Task The_Functions_build_takes_the_worker_from_its_packages_at_their_versions()
    {
        using var build = await AppBuild.EvaluateAsync("Functions");

        Assert.Equal(Packages.Keys.Order(StringComparer.Ordinal), WorkerPackages(build));
        Assert.All(Packages, package => Assert.Equal(package.Value, build.Metadata("PackageVersion", package.Key, "Version")));
        Assert.DoesNotContain(build.Names("ProjectReference"), IsWorkerProject);
        Assert.Equal(new Version(12, 21, 0), new Version(build.Metadata("PackageVersion", "Azure.Storage.Queues", "Version")!));
    }

    [Fact]
    public async Task The_local_build_takes_the_worker_from_this_repository_and_no_package_of_it()
    {
        using var build = await AppBuild.EvaluateAsync("Local");

        Assert.Empty(WorkerPackages(build));
        Assert.Single(build.Names("ProjectReference"), IsWorkerProject);
    }

    [Fact]
    public async Task Both_builds_compile_the_same_sources()
    {
        using var functions = await AppBuild.EvaluateAsync("Functions");
        using var local = await AppBuild.EvaluateAsync("Local");

        Assert.Contains("Program.cs", local.Names("Compile"));
        Assert.Equal(local.Names("Compile"), functions.Names("Compile"));
        Assert.DoesNotContain(
            local.Names("Compile"),
            source => File.ReadAllText(Path.Combine(Repository.Root, "src", "AssetFunctions", source.Replace('\\', '/'))).Contains("#if", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Functions")]
    [InlineData("Local")]
    public async Task The_app_is_an_executable_of_the_fourth_host_with_host_json_beside_it(string hostRuntime)
    {
        using var build = await AppBuild.EvaluateAsync(hostRuntime);

        Assert.Equal("Exe", build.Property("OutputType"));
        Assert.Equal("v4", build.Property("AzureFunctionsVersion"));
        Assert.Contains("Microsoft.AspNetCore.App", build.Names("FrameworkReference"));
        Assert.Equal("host.json", build.Metadata("None", "../../host.json", "Link"));
        Assert.Equal("PreserveNewest", build.Metadata("None", "../../host.json", "CopyToOutputDirectory"));
        Assert.Equal("PreserveNewest", build.Metadata("None", "../../host.json", "CopyToPublishDirectory"));
        Assert.All(
            build.Names("None").Where(name => name.EndsWith(LocalSettings.FileName, StringComparison.Ordinal)),
            name => Assert.Equal("Never", build.Metadata("None", name, "CopyToPublishDirectory")));
    }

    [Fact]
    public async Task What_is_deployed_is_compiled_ahead_for_the_platform_of_the_plan()
    {
        using var functions = await AppBuild.EvaluateAsync("Functions");
        using var local = await AppBuild.EvaluateAsync("Local");

        Assert.Equal("linux-x64", functions.Property("RuntimeIdentifier"));
        Assert.Equal("true", functions.Property("PublishReadyToRun"));
        Assert.Equal("false", functions.Property("TieredPGO"));
        Assert.Equal("false", functions.Property("SelfContained"));
        Assert.Empty(local.Property("RuntimeIdentifier"));
    }

    [Fact]
    public void The_worker_obeys_every_queue_setting_of_the_linked_host_json()
    {
        Assert.Equal(
            File.ReadAllText(Path.Combine(Repository.Root, HostJson.FileName)),
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, HostJson.FileName)));

        Assert.Equal(
            new QueueSettings
            {
                BatchSize = 16,
                NewBatchThreshold = 8,
                MaxPollingInterval = TimeSpan.FromSeconds(2),
                VisibilityTimeout = TimeSpan.FromSeconds(10),
                MaxDequeueCount = 5,
                Encoding = MessageEncoding.None,
            },
            HostJson.Load().Queues);
    }

    static IEnumerable<string> WorkerPackages(AppBuild build)
        => build.Names("PackageReference")
            .Where(name => name.StartsWith("Microsoft.Azure.Functions", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);

    static bool IsWorkerProject(string path) => path.EndsWith(WorkerProject, StringComparison.Ordinal);
}
