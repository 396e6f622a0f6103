using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Storage;

/// <summary>Checks the connection of the queues at start, with one sentence per mistake that names the setting and never shows a key.</summary>
sealed class StorageOptionsValidator(IConfiguration configuration) : IValidateOptions<StorageOptions>
{
    const string Setting = StorageOptions.Section;

    public ValidateOptionsResult Validate(string? name, StorageOptions options)
    {
        var mistakes = Mistakes(configuration[Setting], options).ToList();
        return mistakes.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(mistakes);
    }

    static IEnumerable<string> Mistakes(string? connectionString, StorageOptions options)
    {
        var hasConnection = !string.IsNullOrWhiteSpace(connectionString);
        var hasIdentity = !string.IsNullOrWhiteSpace(options.AccountName) || !string.IsNullOrWhiteSpace(options.QueueServiceUri);
        if (!hasConnection && !hasIdentity)
        {
            yield return $"{Setting} is missing: set it to the connection string of the storage account, or {Setting}:AccountName to sign in with the identity of the app.";
        }

        if (hasConnection && hasIdentity)
        {
            yield return $"Set either {Setting} or {Setting}:AccountName and {Setting}:QueueServiceUri, not both.";
        }

        if (hasConnection && !IsConnectionString(connectionString!))
        {
            yield return $"{Setting} is not the connection string of a storage account.";
        }

        if (!string.IsNullOrWhiteSpace(options.AccountName) && !IsAccountName(options.AccountName))
        {
            yield return $"{Setting}:AccountName must be the name of a storage account: 3 to 24 lower-case letters and digits.";
        }

        if (!string.IsNullOrWhiteSpace(options.QueueServiceUri) && !IsHttps(options.QueueServiceUri))
        {
            yield return $"{Setting}:QueueServiceUri must be an https address, such as https://account.queue.core.windows.net: tokens never travel in the clear.";
        }

        if (!string.IsNullOrEmpty(options.Credential) && !string.Equals(options.Credential, StorageOptions.ManagedIdentity, StringComparison.OrdinalIgnoreCase))
        {
            yield return $"{Setting}:Credential must be {StorageOptions.ManagedIdentity} or unset.";
        }
    }

    static bool IsConnectionString(string text)
    {
        try
        {
            _ = new QueueServiceClient(text);
            return true;
        }
        catch (Exception fault) when (fault is FormatException or ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }

    static bool IsAccountName(string text) => text.Length is >= 3 and <= 24 && text.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character));

    static bool IsHttps(string text) => Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps;
}
