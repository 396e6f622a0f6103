using AssetFunctions.Sync;
using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Operations;
using Azure.Core;
using Azure.Identity;
using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Storage;

static class StorageQueueExtensions
{
    /// <summary>
    /// Registers the queues of the triggers' storage account, accessed by connection string or with the identity of the app. Settings come from
    /// <c>AzureWebJobsStorage</c> and are validated at start.
    /// </summary>
    public static AssetSyncBuilder UseStorageQueues(this AssetSyncBuilder builder)
    {
        builder.Services.AddValidated<StorageOptions>(builder.Configuration, StorageOptions.Section)
            .Configure(options => options.ConnectionString = builder.Configuration[StorageOptions.Section]);
        builder.Services.TryAddSingleton(provider =>
            CreateClient(provider.GetRequiredService<IOptions<StorageOptions>>().Value, provider.GetService<TokenCredential>()));
        builder.Services.TryAddSingleton<IMessageSender, StorageMessageSender>();
        builder.Services.TryAddSingleton<IQueueStates, StorageQueueStates>();
        builder.Services.TryAddSingleton<IPoisonQueues, StoragePoisonQueues>();
        builder.Services.AddHealthChecks().AddCheck<StorageQueueHealthCheck>(StorageQueueHealthCheck.Name);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddHostedService<StorageQueueCreation>();
        return builder;
    }

    static QueueServiceClient CreateClient(StorageOptions options, TokenCredential? credential)
    {
        var clientOptions = new QueueClientOptions { MessageEncoding = QueueMessageEncoding.None };
        return options.QueueAddress is { } address
            ? new QueueServiceClient(address, credential ?? CredentialOf(options), clientOptions)
            : new QueueServiceClient(options.ConnectionString, clientOptions);
    }

    static TokenCredential CredentialOf(StorageOptions options) =>
        options is { Credential: { Length: > 0 }, ClientId: { Length: > 0 } clientId }
            ? new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId(clientId))
            : new DefaultAzureCredential();
}
