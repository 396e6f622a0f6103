using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Queues;
using Microsoft.Extensions.Azure;

namespace AssetFunctions.Local.FunctionsHost.Engine;

/// <summary>
/// Shortens the ten minutes for which the engine makes a received message invisible. The engine has no setting for
/// it, and a crash test cannot wait that long for the message of a killed host.
/// </summary>
sealed class MessageLease(AzureComponentFactory clients, TimeSpan lease) : AzureComponentFactory
{
    public override TokenCredential CreateTokenCredential(IConfiguration configuration) => clients.CreateTokenCredential(configuration);

    public override object CreateClientOptions(Type optionsType, object serviceVersion, IConfiguration configuration)
    {
        var options = clients.CreateClientOptions(optionsType, serviceVersion, configuration);
        (options as QueueClientOptions)?.AddPolicy(new Policy(lease), HttpPipelinePosition.PerCall);
        return options;
    }

    public override object CreateClient(Type clientType, IConfiguration configuration, TokenCredential credential, object clientOptions)
        => clients.CreateClient(clientType, configuration, credential, clientOptions);

    sealed class Policy(TimeSpan lease) : HttpPipelineSynchronousPolicy
    {
        public override void OnSendingRequest(HttpMessage message)
            => message.Request.Uri.Query = message.Request.Uri.Query.Replace(
                "visibilitytimeout=600", $"visibilitytimeout={lease.TotalSeconds:F0}", StringComparison.Ordinal);
    }
}
