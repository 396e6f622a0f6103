using AssetFunctions.Storage;
using AssetFunctions.Sync;
using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Operations;
using AssetFunctions.Testing.Fixtures;
using Azure.Core;
using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Tests.Storage;

/// <summary>The queues are reached with a connection string locally and with the identity of the app in the cloud.</summary>
[Trait("Starts", "processes")]
public sealed class StorageConnectionTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    [Theory]
    [InlineData("AccountName", "assetsaccount", "https://assetsaccount.queue.core.windows.net/")]
    [InlineData("accountName", "assetsaccount", "https://assetsaccount.queue.core.windows.net/")]
    [InlineData("queueServiceUri", "https://assets.queue.core.usgovcloudapi.net", "https://assets.queue.core.usgovcloudapi.net/")]
    public void The_account_of_the_host_s_settings_is_the_account_of_the_queues(string setting, string value, string address)
    {
        using var services = Services(($"AzureWebJobsStorage:{setting}", value), ("AzureWebJobsStorage:credential", "managedidentity"), ("AzureWebJobsStorage:clientId", "11111111-0000-0000-0000-000000000000"));

        Assert.Equal(new Uri(address), services.GetRequiredService<QueueServiceClient>().Uri);
    }

    [Fact]
    public async Task Without_a_connection_string_every_request_carries_a_token_of_the_identity()
    {
        var identity = new RecordingIdentity();
        using var services = Services(identity, ("AzureWebJobsStorage:queueServiceUri", "https://127.0.0.1:9/account"));

        await Assert.ThrowsAsync<NotSupportedException>(() => services.GetRequiredService<IQueueStates>().ReadAsync(QueueNames.SyncRequests, CancellationToken.None));

        Assert.Equal(["https://storage.azure.com/.default"], identity.Scopes);
    }

    [Theory]
    [InlineData(null, null, "AzureWebJobsStorage is missing")]
    [InlineData("AzureWebJobsStorage", "no connection string", "AzureWebJobsStorage is not the connection string")]
    [InlineData("AzureWebJobsStorage:AccountName", "Not An Account", "AzureWebJobsStorage:AccountName")]
    [InlineData("AzureWebJobsStorage:QueueServiceUri", "http://account.queue.core.windows.net", "AzureWebJobsStorage:QueueServiceUri")]
    [InlineData("AzureWebJobsStorage:QueueServiceUri", "account", "AzureWebJobsStorage:QueueServiceUri")]
    public void An_invalid_connection_is_reported_at_the_start(string? setting, string? value, string named)
    {
        using var services = Services(setting is null ? [] : [(setting, value!)]);

        var refused = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IStartupValidator>().Validate());

        Assert.StartsWith(named, Assert.Single(refused.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_ways_to_sign_in_and_an_unknown_credential_are_refused()
    {
        using var services = Services(
            ("AzureWebJobsStorage", "UseDevelopmentStorage=true"), ("AzureWebJobsStorage:AccountName", "account"), ("AzureWebJobsStorage:Credential", "password"));

        var refused = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IStartupValidator>().Validate());

        Assert.Equal(2, refused.Failures.Count());
        Assert.Contains(refused.Failures, failure => failure.Contains("not both", StringComparison.Ordinal));
        Assert.Contains(refused.Failures, failure => failure.Contains("AzureWebJobsStorage:Credential must be managedidentity", StringComparison.Ordinal));
    }

    [Fact]
    public async Task State_of_a_queue_has_its_waiting_and_poisoned_messages_and_the_age_of_the_oldest()
    {
        using var services = Services(("AzureWebJobsStorage", azurite.ConnectionString));
        var queues = services.GetRequiredService<IQueueStates>();
        var client = services.GetRequiredService<QueueServiceClient>();
        Assert.Equal(new QueueState(0, null, 0), await queues.ReadAsync("watched", CancellationToken.None));

        var queue = client.GetQueueClient("watched");
        await queue.CreateAsync();
        Assert.Equal(new QueueState(0, null, 0), await queues.ReadAsync("watched", CancellationToken.None));

        var sent = (await queue.SendMessageAsync("first")).Value;
        await queue.SendMessageAsync("second");
        await queue.SendMessageAsync("deferred", visibilityTimeout: TimeSpan.FromHours(1));
        await services.GetRequiredService<IMessageSender>().RejectAsync("watched", "broken", CancellationToken.None);

        Assert.Equal(new QueueState(3, sent.InsertionTime, 1), await queues.ReadAsync("watched", CancellationToken.None));
    }

    [Fact]
    public async Task A_rejected_message_does_not_expire()
    {
        using var services = Services(("AzureWebJobsStorage", azurite.ConnectionString));

        await services.GetRequiredService<IMessageSender>().RejectAsync("rejecting", "senseless", CancellationToken.None);

        var message = (await services.GetRequiredService<QueueServiceClient>().GetQueueClient("rejecting-poison").PeekMessageAsync()).Value;
        Assert.True(message.ExpiresOn > message.InsertedOn + TimeSpan.FromDays(365), $"It expires at {message.ExpiresOn}.");
    }

    static ServiceProvider Services(params (string Setting, string Value)[] settings) => Services(null, settings);

    static ServiceProvider Services(TokenCredential? identity, params (string Setting, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Setting, (string?)setting.Value)))
            .Build();
        var services = new ServiceCollection();
        if (identity is not null)
        {
            services.AddSingleton(identity);
        }

        new AssetSyncBuilder(services, configuration).UseStorageQueues();
        return services.BuildServiceProvider();
    }

    /// <summary>Records the requested scopes and refuses, so that nothing is sent.</summary>
    sealed class RecordingIdentity : TokenCredential
    {
        public List<string> Scopes { get; } = [];

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => throw new NotSupportedException();

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            Scopes.AddRange(requestContext.Scopes);
            throw new NotSupportedException();
        }
    }
}
