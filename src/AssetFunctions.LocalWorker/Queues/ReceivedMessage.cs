using Azure.Storage.Queues.Models;

namespace AssetFunctions.LocalWorker.Queues;

/// <summary>
/// A message as it was received. It is decoded only when a function binds it, so that an undecodable one fails like
/// any other binding and its text still reaches the poison queue unchanged.
/// </summary>
sealed class ReceivedMessage(QueueMessage raw, MessageEncoding encoding)
{
    /// <exception cref="FormatException">The text is not base64.</exception>
    public BinaryData Body => encoding is MessageEncoding.None
        ? raw.Body
        : BinaryData.FromBytes(Convert.FromBase64String(raw.MessageText));

    public QueueMessage Message => QueuesModelFactory.QueueMessage(
        raw.MessageId, raw.PopReceipt, Body, raw.DequeueCount, raw.NextVisibleOn, raw.InsertedOn, raw.ExpiresOn);

    public IReadOnlyDictionary<string, object?> BindingData => new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase)
    {
        ["DequeueCount"] = raw.DequeueCount,
        ["Id"] = raw.MessageId,
        ["InsertionTime"] = raw.InsertedOn,
        ["ExpirationTime"] = raw.ExpiresOn,
        ["NextVisibleTime"] = raw.NextVisibleOn,
        ["PopReceipt"] = raw.PopReceipt,
    };
}
