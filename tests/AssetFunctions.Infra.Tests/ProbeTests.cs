using System.Text.Json;
using AssetFunctions.Local.Cosmos;
using AssetFunctions.Testing;

namespace AssetFunctions.Infra.Tests;

/// <summary><c>infra/probe</c> against the local server, whose charges are the table that it has to find.</summary>
public sealed class ProbeTests
{
    static readonly string[] Columns = ["kilobytes", "read", "write", "replace", "refusedPatch", "query"];

    static readonly string[] Figures = ["queryFloor", "term", "patchedProperty", "batch", "minimum"];

    [Fact]
    public async Task The_probe_measures_the_table_that_the_meter_reads()
    {
        await using var server = await LocalCosmosServer.StartAsync(new LocalCosmosOptions { Port = 0 });
        var (exitCode, output, errors) = await InfraFiles.RunAsync("dotnet", "run", InfraFiles.PathOf("probe/probe.cs"), "--", server.ConnectionString);

        Assert.True(exitCode == 0, errors);
        var measured = JsonElement.Parse(output);
        var table = JsonElement.Parse(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "src", "local", "Cosmos", "Metering", "request-units.json")));
        Assert.Equal(table.EnumerateObject().Select(member => member.Name), measured.EnumerateObject().Select(member => member.Name));
        Assert.All(Columns, column => Assert.Equal(Numbers(table, column).Take(10), Numbers(measured, column)));
        Assert.All(Figures, figure => Assert.Equal(table.GetProperty(figure).GetDouble(), measured.GetProperty(figure).GetDouble()));
    }

    static IEnumerable<double> Numbers(JsonElement table, string column) => table.GetProperty(column).EnumerateArray().Select(number => number.GetDouble());
}
