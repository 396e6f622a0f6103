using AssetFunctions.Testing;

namespace AssetFunctions.Infra.Tests;

/// <summary>The app as <c>deploy.sh</c> and azd publish it, in a folder that is deleted with the tests.</summary>
[CollectionDefinition(Collection)]
public sealed class PublishedApp : IAsyncLifetime, ICollectionFixture<PublishedApp>
{
    /// <summary>The tests that share one publish.</summary>
    public const string Collection = "published app";

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    public string Folder => _folder.FullName;

    public string PathOf(string name) => Path.Combine(Folder, name);

    public async Task InitializeAsync()
    {
        // The configuration of the tests, whose projects are built. Build servers would keep the output of the command open after it has ended.
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var (exitCode, output, errors) = await InfraFiles.RunAsync(
            "dotnet", "publish", Path.Combine(Repository.Root, "src", "AssetFunctions"), "-c", configuration, "-o", Folder, "--nologo", "-v", "quiet", "--disable-build-servers");
        if (exitCode != 0)
        {
            throw new InvalidOperationException($"The app could not be published: {output}{errors}");
        }
    }

    public Task DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return Task.CompletedTask;
    }
}
