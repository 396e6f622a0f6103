using System.Reflection;
using AssetFunctions.Functions;
using AssetFunctions.Sync.Messaging;
using AssetFunctions.Testing.InMemory;
using Azure.Storage.Queues.Models;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace AssetFunctions.Tests.Functions;

/// <summary>Each queue is read by one function, whose phase reads the messages of that queue.</summary>
public sealed class PipelineTests
{
    static readonly IReadOnlyList<(MethodInfo Function, string Queue)> Triggers =
    [
        .. from type in typeof(Schedules).Assembly.GetTypes()
            from method in type.GetMethods()
            from parameter in method.GetParameters()
            let trigger = parameter.GetCustomAttribute<QueueTriggerAttribute>()
            where trigger is not null
            select (method, trigger.QueueName),
    ];

    [Fact]
    public void Every_queue_has_one_trigger() =>
        Assert.Equal(QueueNames.All.Order(StringComparer.Ordinal), Triggers.Select(trigger => trigger.Queue).Order(StringComparer.Ordinal));

    [Fact]
    public async Task An_unreadable_message_goes_to_the_poison_queue_of_its_own_queue()
    {
        foreach (var (function, queue) in Triggers)
        {
            var sender = new InMemoryMessageSender();
            await using var services = AppServices.Compose(with => with.AddSingleton<IMessageSender>(sender));
            var message = QueuesModelFactory.QueueMessage("message", "receipt", BinaryData.FromString("{"), dequeueCount: 1);

            await (Task)function.Invoke(ActivatorUtilities.CreateInstance(services, function.DeclaringType!), [message, CancellationToken.None])!;

            Assert.Equal([(queue, "{")], sender.Rejected);
        }
    }
}
