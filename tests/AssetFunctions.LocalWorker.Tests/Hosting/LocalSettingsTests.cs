using AssetFunctions.LocalWorker.Hosting;

namespace AssetFunctions.LocalWorker.Tests.Hosting;

public sealed class LocalSettingsTests : IDisposable
{
    readonly string _directory = Directory.CreateTempSubdirectory("settings-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Values_are_settings_and_the_port_is_one_too()
    {
        var path = Write("""
            {
              // as the Core Tools write it
              "IsEncrypted": false,
              "Values": { "AzureWebJobsStorage": "UseDevelopmentStorage=true", "Sync__BatchSize": 20 },
              "Host": { "LocalHttpPort": 7072 },
            }
            """);

        var values = LocalSettings.Read(path);

        Assert.Equal("UseDevelopmentStorage=true", values["AzureWebJobsStorage"]);
        Assert.Equal("20", values["Sync__BatchSize"]);
        Assert.Equal("7072", values[LocalSettings.PortSetting]);
    }

    [Theory]
    [InlineData("{", "is not valid JSON")]
    [InlineData("[]", "must hold a JSON object")]
    [InlineData("""{ "IsEncrypted": true }""", "is encrypted")]
    public void A_file_that_cannot_be_used_is_refused_by_its_path(string text, string reason)
    {
        var path = Write(text);

        var failure = Assert.Throws<WorkerStartupException>(() => LocalSettings.Read(path));

        Assert.Contains($"{path} {reason}", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_directory_that_has_the_file_wins()
    {
        var empty = Directory.CreateDirectory(Path.Combine(_directory, "empty")).FullName;
        var path = Write("{}");

        Assert.Equal(path, LocalSettings.Find([empty, _directory]));
        Assert.Null(LocalSettings.Find([empty]));
    }

    string Write(string text)
    {
        var path = Path.Combine(_directory, LocalSettings.FileName);
        File.WriteAllText(path, text);
        return path;
    }
}
