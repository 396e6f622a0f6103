namespace AssetFunctions.Storage;

/// <summary>
/// Which storage account holds the queues for an app that signs in with its identity, section <c>AzureWebJobsStorage</c>. The host reads the
/// same settings for the triggers. Locally the setting <c>AzureWebJobsStorage</c> itself is a connection string and these are unset.
/// </summary>
public sealed class StorageOptions
{
    public const string Section = "AzureWebJobsStorage";

    /// <summary>The only value of <see cref="Credential"/> that the host knows.</summary>
    public const string ManagedIdentity = "managedidentity";

    /// <summary>Name of the account, in the public cloud.</summary>
    public string? AccountName { get; set; }

    /// <summary>Address of the account's queues, for accounts that are elsewhere.</summary>
    public string? QueueServiceUri { get; set; }

    /// <summary><c>managedidentity</c> to sign in with the user-assigned identity of <see cref="ClientId"/>; unset, with whatever identity there is.</summary>
    public string? Credential { get; set; }

    /// <summary>Client id of the user-assigned identity.</summary>
    public string? ClientId { get; set; }

    /// <summary>Address of the queues, or null when neither account nor address is set.</summary>
    internal Uri? QueueAddress =>
        !string.IsNullOrWhiteSpace(QueueServiceUri) ? new Uri(QueueServiceUri)
        : !string.IsNullOrWhiteSpace(AccountName) ? new Uri($"https://{AccountName}.queue.core.windows.net")
        : null;
}
