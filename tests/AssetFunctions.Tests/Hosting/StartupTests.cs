using System.Diagnostics;
using AssetFunctions.Local.Processes;
using AssetFunctions.Local.Stack;

namespace AssetFunctions.Tests.Hosting;

/// <summary>A failed start is explained in one sentence that names the setting and the address, if there is one.</summary>
[Trait("Starts", "processes")]
public sealed class StartupTests
{
    const string DeadPort = "http://127.0.0.1:9";
    const string Storage = "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;QueueEndpoint=http://127.0.0.1:9/devstoreaccount1;";

    static readonly RepositoryPaths Paths = RepositoryPaths.Find();

    static readonly string[] Host = [Paths.FunctionsHost, "--app", Paths.FunctionApp, "--port", "0"];

    static readonly Dictionary<string, string> Complete = new(StringComparer.Ordinal)
    {
        ["AzureWebJobsStorage"] = Storage,
        ["SyncSchedule"] = "0 0 * * * *",
        ["PriceRefreshSchedule"] = "0 5-59/10 * * * *",
        ["MarketRefreshSchedule"] = "0 40 2-23/6 * * *",
        ["WarmRedisSchedule"] = "0 15,45 * * * *",
        ["Cosmos__ConnectionString"] = $"AccountEndpoint={DeadPort}/;AccountKey=C2y6yDjf5/R+ob0N8A7Cgv30VRDJIWEHLM+4QDU5DE2nQ9nDuVTqobD4b8mGGyPMbIZnqyMsEcaGQy67XIw/Jw==;",
        ["Zerion__BaseAddress"] = "https://api.zerion.io/",
        ["Zerion__ApiKey"] = "zk_test",
    };

    [Theory]
    [InlineData("Zerion__ApiKey", "", "Zerion:ApiKey")]
    [InlineData("Zerion__BaseAddress", "not an address", "Zerion:BaseAddress")]
    [InlineData("Cosmos__ConnectionString", "", "Cosmos:ConnectionString")]
    [InlineData("Sync__Schedule__Wallets", "0x12", "Sync:Schedule:Wallets")]
    [InlineData("Sync__Cache__TtlSeconds", "0", "Sync:Cache:TtlSeconds must be")]
    [InlineData("AzureWebJobsStorage", "", "AzureWebJobsStorage")]
    [InlineData("AzureWebJobsStorage", "not a connection string", "AzureWebJobsStorage")]
    [InlineData("SyncSchedule", "", "SyncSchedule")]
    [InlineData("SyncSchedule", "every hour", "SyncSchedule")]
    [InlineData("SyncSchedule", "60 99 * * * *", "SyncSchedule")]
    [InlineData("SyncSchedule", "a b c d e f", "SyncSchedule")]
    [InlineData("SyncSchedule", "0 0 0 31 2 *", "SyncSchedule")]
    [InlineData("PriceRefreshSchedule", "0 5-59/10 * * *", "PriceRefreshSchedule")]
    [InlineData("MarketRefreshSchedule", "", "MarketRefreshSchedule")]
    [InlineData("WarmRedisSchedule", "", "WarmRedisSchedule")]
    [InlineData("Redis__ConnectionString", ",,", "Redis:ConnectionString")]
    [InlineData("Zerion__ApiKey", "@Microsoft.KeyVault(VaultName=v;SecretName=zerion-api-key)", "Zerion:ApiKey is a Key Vault reference")]
    [InlineData("Cosmos__CallTimeoutSeconds", "never", "Cosmos:CallTimeoutSeconds")]
    [InlineData("Sync__PriceRefresh__HeldDays", "0", "HeldDays")]
    [InlineData("DefiLlama__BaseAddress", "not an address", "DefiLlama:BaseAddress")]
    public async Task An_invalid_setting_is_reported(string variable, string value, string named)
    {
        var (exitCode, errors) = await StartAsync((variable, value));

        Assert.Equal(1, exitCode);
        Assert.Contains(errors, line => line.Contains(named, StringComparison.Ordinal));
        Assert.DoesNotContain(errors, line => line.Contains("   at ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Each_of_several_invalid_settings_is_reported_in_its_own_sentence()
    {
        var (exitCode, errors) = await StartAsync(("Zerion__ApiKey", ""), ("Sync__Cache__TtlSeconds", "0"), ("Sync__PriceRefresh__HeldDays", "0"));

        Assert.Equal(1, exitCode);
        Assert.Equal(3, errors.Count);
        Assert.All(errors, line => Assert.StartsWith("AssetFunctions failed to start: ", line, StringComparison.Ordinal));
        Assert.All(["Zerion:ApiKey", "Sync:Cache:TtlSeconds", "Sync:PriceRefresh:HeldDays"], named => Assert.Single(errors, line => line.Contains($"start: {named} ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_unreachable_database_is_named_with_address_and_setting()
    {
        var (exitCode, errors) = await StartAsync();

        Assert.Equal(1, exitCode);
        var sentence = Assert.Single(errors);
        Assert.Contains("127.0.0.1:9", sentence, StringComparison.Ordinal);
        Assert.Contains("Cosmos:ConnectionString", sentence, StringComparison.Ordinal);
    }

    // Earlier versions had the setting; a deployment may still have it, with a reference to a deleted secret.
    [Fact]
    public async Task Obsolete_setting_is_ignored()
    {
        var (_, errors) = await StartAsync(("Zerion__ApiKey", ""), ("Api__TokenKey", "@Microsoft.KeyVault(VaultName=v;SecretName=api-token-key)"));

        Assert.Contains("Zerion:ApiKey", Assert.Single(errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unreachable_storage_emulator_is_named_with_address_and_setting()
    {
        await using var cosmos = await Local.Cosmos.LocalCosmosServer.StartAsync(new Local.Cosmos.LocalCosmosOptions { Port = 0 });

        var (exitCode, errors) = await StartAsync(Host, ("Cosmos__ConnectionString", cosmos.ConnectionString));

        Assert.Equal(1, exitCode);
        var sentence = Assert.Single(errors);
        Assert.Contains("127.0.0.1:9", sentence, StringComparison.Ordinal);
        Assert.Contains("AzureWebJobsStorage", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_host_passes_the_sentences_on_and_ends()
    {
        var (exitCode, errors) = await StartAsync(Host, ("Zerion__ApiKey", ""), ("Sync__Cache__TtlSeconds", "0"));

        Assert.Equal(1, exitCode);
        Assert.All(["Zerion:ApiKey", "Sync:Cache:TtlSeconds"], named => Assert.Single(errors, line => line.Contains($"AssetFunctions failed to start: {named} ", StringComparison.Ordinal)));
        Assert.DoesNotContain(errors, line => line.Contains("   at ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_app_started_directly_reports_what_to_start_instead()
    {
        var (exitCode, errors) = await StartAsync([Paths.FunctionApp]);

        Assert.NotEqual(0, exitCode);
        Assert.Contains("infra/local/run.sh", Assert.Single(errors), StringComparison.Ordinal);
    }

    // Starts the worker as a host does, with the address of a host where nothing listens.
    static Task<(int ExitCode, IReadOnlyList<string> Errors)> StartAsync(params (string Variable, string Value)[] changes) => StartAsync(
        [
            Paths.FunctionApp, "--functions-uri", $"{DeadPort}/", "--functions-worker-id", "worker", "--functions-request-id", "request",
            "--functions-grpc-max-message-length", "1000000",
        ],
        changes);

    static async Task<(int ExitCode, IReadOnlyList<string> Errors)> StartAsync(string[] command, params (string Variable, string Value)[] changes)
    {
        var environment = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var (variable, value) in Complete.Select(setting => (setting.Key, setting.Value)).Concat(changes))
        {
            environment[variable] = value;
        }

        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var result = await new ProcessCommand("dotnet", command) { Environment = environment }.RunAsync(timeout.Token);
        return (result.ExitCode, result.ErrorLines);
    }
}
