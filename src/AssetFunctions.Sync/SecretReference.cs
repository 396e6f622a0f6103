namespace AssetFunctions.Sync;

/// <summary>Key Vault references, which the platform replaces with the secret before the app reads the setting.</summary>
public static class SecretReference
{
    const string Prefix = "@Microsoft.KeyVault(";

    /// <summary>
    /// Whether a setting still contains the reference. The platform leaves it in place when it cannot read the vault or the secret is missing;
    /// the app would then use the reference as the secret.
    /// </summary>
    public static bool IsUnresolved(string? value) => value?.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Error text for a setting that is an unresolved reference.</summary>
    public static string Explain(string setting) =>
        $"{setting} is a Key Vault reference that was not resolved: create the secret it names and give the app's identity read access.";
}
