using System.ComponentModel.DataAnnotations;
using Azure.Storage.Queues;

namespace AssetFunctions.Storage;

/// <summary>
/// The storage account of the queues when the app signs in with its identity, section <c>AzureWebJobsStorage</c>. The host reads the same settings
/// for the triggers. Locally, <c>AzureWebJobsStorage</c> itself is a connection string and these are unset.
/// </summary>
public sealed class StorageOptions : IValidatableObject
{
    public const string Section = "AzureWebJobsStorage";

    /// <summary>The only value of <see cref="Credential"/> that the host accepts.</summary>
    public const string ManagedIdentity = "managedidentity";

    /// <summary>Connection string of the account: the value of the section itself.</summary>
    internal string? ConnectionString { get; set; }

    /// <summary>Name of the account, in the public cloud.</summary>
    public string? AccountName { get; set; }

    /// <summary>Address of the account's queues, for accounts outside the public cloud.</summary>
    public string? QueueServiceUri { get; set; }

    /// <summary><c>managedidentity</c> to sign in with the user-assigned identity of <see cref="ClientId"/>; unset, with any identity available.</summary>
    public string? Credential { get; set; }

    /// <summary>Client id of the user-assigned identity.</summary>
    public string? ClientId { get; set; }

    /// <summary>Address of the queues, or null when neither account nor address is set.</summary>
    internal Uri? QueueAddress =>
        !string.IsNullOrWhiteSpace(QueueServiceUri) ? new Uri(QueueServiceUri)
        : !string.IsNullOrWhiteSpace(AccountName) ? new Uri($"https://{AccountName}.queue.core.windows.net")
        : null;

    // Messages name the setting and never show a key.
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var hasConnection = !string.IsNullOrWhiteSpace(ConnectionString);
        var hasIdentity = !string.IsNullOrWhiteSpace(AccountName) || !string.IsNullOrWhiteSpace(QueueServiceUri);
        if (!hasConnection && !hasIdentity)
        {
            yield return new ValidationResult(
                $"{Section} is missing: set it to the connection string of the storage account, or {Section}:AccountName to sign in with the identity of the app.");
        }

        if (hasConnection && hasIdentity)
        {
            yield return new ValidationResult($"Set either {Section} or {Section}:AccountName and {Section}:QueueServiceUri, not both.");
        }

        if (hasConnection && !IsConnectionString(ConnectionString!))
        {
            yield return new ValidationResult($"{Section} is not the connection string of a storage account.");
        }

        if (!string.IsNullOrWhiteSpace(AccountName) && !IsAccountName(AccountName))
        {
            yield return new ValidationResult($"{Section}:AccountName must be the name of a storage account: 3 to 24 lower-case letters and digits.");
        }

        if (!string.IsNullOrWhiteSpace(QueueServiceUri) && !IsHttps(QueueServiceUri))
        {
            yield return new ValidationResult(
                $"{Section}:QueueServiceUri must be an https address, such as https://account.queue.core.windows.net, because tokens must be encrypted in transit.");
        }

        if (!string.IsNullOrEmpty(Credential) && !string.Equals(Credential, ManagedIdentity, StringComparison.OrdinalIgnoreCase))
        {
            yield return new ValidationResult($"{Section}:Credential must be {ManagedIdentity} or unset.");
        }
    }

    static bool IsConnectionString(string text)
    {
        try
        {
            _ = new QueueServiceClient(text);
            return true;
        }
        catch (Exception ex) when (ex is FormatException or ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }

    static bool IsAccountName(string text) => text.Length is >= 3 and <= 24 && text.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character));

    static bool IsHttps(string text) => Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps;
}
