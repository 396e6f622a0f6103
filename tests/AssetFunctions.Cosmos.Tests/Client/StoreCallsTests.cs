using AssetFunctions.Cosmos.Tests.Support;
using AssetFunctions.Local.Cosmos.Faults;
using AssetFunctions.Local.Cosmos.Metering;
using AssetFunctions.Sync;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Wallets;
using Microsoft.Extensions.DependencyInjection;

namespace AssetFunctions.Cosmos.Tests.Client;

/// <summary>Transient faults reach the caller as one kind of exception, and a call repeated afterwards ends as it would have without them.</summary>
public sealed class StoreCallsTests(CosmosFixture cosmos) : IClassFixture<CosmosFixture>
{
    static readonly FaultAction[] Responses =
        [FaultAction.ServiceUnavailable, FaultAction.RequestTimeout, FaultAction.Gone, FaultAction.RequestTimeoutAfterCommit];

    static readonly FaultAction[] Drops = [FaultAction.DropBeforeCommit, FaultAction.DropAfterCommit];

    public static TheoryData<string, FaultAction, int> Faults()
    {
        var faults = new TheoryData<string, FaultAction, int>();
        foreach (var (name, operation) in StoreOperation.All)
        {
            foreach (var action in Responses.Concat(Drops))
            {
                for (var skip = 0; skip < operation.Requests; skip++)
                {
                    faults.Add(name, action, skip);
                }
            }
        }

        return faults;
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_fault_at_any_request_is_transient_or_survived_and_a_repeated_call_succeeds(string name, FaultAction action, int skip)
    {
        var operation = StoreOperation.All[name];
        var scope = $"{name} {action} {skip}";
        await operation.ArrangeAsync(cosmos, scope);
        cosmos.Server.Faults.Add(new FaultRule { Action = action, Container = operation.Container, Count = 1, Skip = skip });

        var fault = await Record.ExceptionAsync(() => operation.RunAsync(cosmos, scope));

        Assert.Empty(cosmos.Server.Faults.Rules);
        if (fault is not null || (operation.Writes && Responses.Contains(action)))
        {
            Assert.Contains($"{cosmos.Server.Endpoint}", Assert.IsType<TransientStoreException>(fault).Message, StringComparison.Ordinal);
        }

        await operation.RunAsync(cosmos, scope);
        await operation.AssertAsync(cosmos, scope);
    }

    [Theory]
    [InlineData(FaultAction.ServiceUnavailable, "is unavailable (503)")]
    [InlineData(FaultAction.RequestTimeout, "timed out (408)")]
    [InlineData(FaultAction.Gone, "is moving the partition (410)")]
    public async Task Message_states_the_address_the_failure_and_the_call(FaultAction action, string reason)
    {
        cosmos.Server.Faults.Add(new FaultRule { Action = action, Container = ContainerDefinitions.Registry, Count = 1 });

        var fault = await Assert.ThrowsAsync<TransientStoreException>(() => ReadAsync(cosmos.Registry));

        Assert.Equal($"Cosmos DB at {cosmos.Server.Endpoint} {reason} while reading 1 assets.", fault.Message);
    }

    [Theory]
    [InlineData("read one asset")]
    [InlineData("read 20 assets of one network")]
    [InlineData("create 20 assets")]
    [InlineData("commit a first chunk")]
    [InlineData("confirm a chunk")]
    public async Task A_short_throttle_is_retried_until_it_ends(string name)
    {
        var operation = StoreOperation.All[name];
        var scope = $"{name} throttled";
        await operation.ArrangeAsync(cosmos, scope);
        cosmos.Server.Faults.Add(new FaultRule { Action = FaultAction.Throttle, Container = operation.Container, Count = 3 });

        await operation.RunAsync(cosmos, scope);

        Assert.Empty(cosmos.Server.Faults.Rules);
        await operation.AssertAsync(cosmos, scope);
    }

    [Theory]
    [InlineData("read one asset")]
    [InlineData("create 20 assets")]
    [InlineData("commit a first chunk")]
    public async Task A_throttle_beyond_the_budget_reaches_the_caller(string name)
    {
        var operation = StoreOperation.All[name];
        var scope = $"{name} throttled for good";
        await operation.ArrangeAsync(cosmos, scope);
        cosmos.Server.Faults.Add(new FaultRule { Action = FaultAction.Throttle, Container = operation.Container, RetryAfter = TimeSpan.FromMilliseconds(1) });
        var before = cosmos.Server.Meter.Snapshot();

        var fault = await Record.ExceptionAsync(() => operation.RunAsync(cosmos, scope));
        cosmos.Server.Faults.Clear();

        Assert.Contains("is throttling (429)", Assert.IsType<TransientStoreException>(fault).Message, StringComparison.Ordinal);
        Assert.Equal(1 + CosmosDefaults.MaxThrottleRetries, (cosmos.Server.Meter.Snapshot() - before).DataRequests);
        await operation.RunAsync(cosmos, scope);
        await operation.AssertAsync(cosmos, scope);
    }

    [Fact]
    public async Task Call_fails_after_the_timeout_when_the_database_does_not_respond()
    {
        await using var services = CosmosFixture.Compose(
            ("ConnectionString", cosmos.Server.ConnectionString), ("CallTimeoutSeconds", "0.5"), ("MaxThrottleWaitSeconds", "0.5"));
        cosmos.Server.Faults.Add(new FaultRule { Action = FaultAction.Latency, Operation = OperationType.Read, Latency = TimeSpan.FromMinutes(5) });

        var fault = await Assert.ThrowsAsync<TransientStoreException>(() => ReadAsync(services.GetRequiredService<IAssetRegistry>()));
        cosmos.Server.Faults.Clear();

        Assert.Equal($"Cosmos DB at {cosmos.Server.Endpoint} did not respond within 0.5 s while reading 1 assets.", fault.Message);
    }

    [Fact]
    public async Task An_invalid_key_is_not_a_transient_failure()
    {
        await using var services = CosmosFixture.Compose(("ConnectionString", $"AccountEndpoint={cosmos.Server.Endpoint};AccountKey=b3RoZXI=;"));

        var fault = await Assert.ThrowsAsync<CosmosSetupException>(() =>
            services.GetRequiredService<IWalletStore>().FindRunAsync("0xabc", "run-1", CancellationToken.None));

        Assert.Equal(
            $"Cosmos DB at {cosmos.Server.Endpoint} rejects the key or identity (401) while reading run run-1 of 0xabc; check Cosmos:ConnectionString.",
            fault.Message);
    }

    static Task<IReadOnlyList<Asset>> ReadAsync(IAssetRegistry registry)
        => registry.ReadAsync([new AssetKey("nowhere", "0x1")], CancellationToken.None);
}
