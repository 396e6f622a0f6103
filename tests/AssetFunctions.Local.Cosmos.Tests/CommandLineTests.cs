using AssetFunctions.Local.Cosmos.Tests.Support;
using AssetFunctions.Local.Processes;
using Microsoft.Data.Sqlite;

namespace AssetFunctions.Local.Cosmos.Tests;

[Trait("Starts", "processes")]
public sealed class CommandLineTests : IDisposable
{
    readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("local-cosmos-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task A_port_in_use_is_reported_in_one_sentence()
    {
        await using var host = await CosmosHost.StartAsync();
        var port = host.Server.Endpoint.Port;

        Assert.Equal(
            (1, $"Port {port} on 127.0.0.1 is already in use; choose another."),
            await FailAsync("--port", port.ToString()));
    }

    [Fact]
    public async Task An_unusable_data_file_is_reported_in_one_sentence()
    {
        var text = PathOf("text.db");
        await File.WriteAllTextAsync(text, "This is no database, but it is long enough to look for a header in it.");
        var missing = PathOf("no/such/directory/cosmos.db");

        Assert.Equal((1, $"The data file '{text}' is not a database; choose another."), await FailAsync("--port", "0", "--data", text));
        Assert.Equal((1, $"The data file '{missing}' cannot be opened; choose another."), await FailAsync("--port", "0", "--data", missing));
        Assert.Equal((1, $"The data file '{_directory.FullName}' cannot be opened; choose another."), await FailAsync("--port", "0", "--data", _directory.FullName));
        Assert.Equal("This is no database, but it is long enough to look for a header in it.", await File.ReadAllTextAsync(text));
    }

    [Theory]
    [InlineData("CREATE TABLE resource (other TEXT)")]
    [InlineData("CREATE TABLE resource (rid TEXT, parent TEXT, id TEXT, body TEXT, throughput TEXT, lsn INTEGER); INSERT INTO resource VALUES ('r', 'nowhere', 'c', 'no json', NULL, 0)")]
    [InlineData("CREATE TABLE resource (rid TEXT, parent TEXT, id TEXT, body TEXT, throughput TEXT, lsn INTEGER); INSERT INTO resource VALUES ('r', NULL, 'd', '{}', NULL, 0), ('s', 'r', 'c', '{}', NULL, 0)")]
    public async Task A_foreign_database_is_reported_in_one_sentence(string sql)
    {
        var file = PathOf("other.db");
        using (var connection = new SqliteConnection($"Data Source={file};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            command.ExecuteNonQuery();
        }

        Assert.Equal(
            (1, $"The data file '{file}' is not a data file of this server; choose another."),
            await FailAsync("--port", "0", "--data", file));
    }

    [Fact]
    public async Task A_data_file_belongs_to_one_server_at_a_time()
    {
        var file = PathOf("cosmos.db");
        await using (await LocalCosmosServer.StartAsync(new LocalCosmosOptions { Port = 0, DataFile = file }))
        {
            Assert.Equal((1, $"The data file '{file}' is in use by another process; choose another."), await FailAsync("--port", "0", "--data", file));
        }

        await using var next = await LocalCosmosServer.StartAsync(new LocalCosmosOptions { Port = 0, DataFile = file });
        Assert.NotEqual(0, next.Endpoint.Port);
    }

    [Theory]
    [InlineData("--port", "many")]
    [InlineData("--port", "65536")]
    [InlineData("--partitions", "0")]
    [InlineData("--data", "")]
    [InlineData("--verbose", "1")]
    public async Task Invalid_arguments_print_the_usage(params string[] arguments)
    {
        var (code, error) = await FailAsync(arguments);

        Assert.Equal(2, code);
        Assert.Contains("usage: ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_names_every_option()
    {
        var (code, _, output) = await RunAsync("--help");

        Assert.Equal(0, code);
        Assert.All(new[] { "--port", "--data", "--partitions", "--enforce-throughput" }, option => Assert.Contains(option, output, StringComparison.Ordinal));
    }

    static async Task<(int Code, string Error)> FailAsync(params string[] arguments)
    {
        var (code, error, output) = await RunAsync(arguments);
        Assert.Empty(output);
        return (code, error);
    }

    static async Task<(int Code, string Error, string Output)> RunAsync(params string[] arguments)
    {
        var result = await ProcessCommand.Dotnet(typeof(LocalCosmosServer).Assembly.Location, arguments).RunAsync();
        return (result.ExitCode, result.Errors.TrimEnd(), result.Output);
    }

    string PathOf(string name) => Path.Combine(_directory.FullName, name);
}
