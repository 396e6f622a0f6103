namespace AssetFunctions.Sync;

/// <summary>References to secrets that the platform puts in place of a setting's value.</summary>
public static class SecretReference
{
    const string Prefix = "@Microsoft.KeyVault(";

    /// <summary>
    /// Whether a setting still holds the reference itself: the platform leaves it there when it cannot read the vault or the vault has no such
    /// secret, and the app would use it as if it were the secret.
    /// </summary>
    public static bool IsUnresolved(string? value) => value?.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>The sentence about a setting that is an unresolved reference.</summary>
    public static string Explain(string setting) =>
        $"{setting} is a Key Vault reference that was not resolved: create the secret it names and let the identity of the app read it.";
}
