using System.Data.Common;

namespace AssetFunctions.Cosmos.Client;

/// <summary>Address and credentials of the account, from <see cref="CosmosOptions"/>.</summary>
/// <param name="Address">Address of the account.</param>
/// <param name="ConnectionString">Connection string with a key, or null to sign in with the identity of the app.</param>
/// <param name="Setting">Full name of the setting that has the address.</param>
sealed record CosmosEndpoint(Uri Address, string? ConnectionString, string Setting)
{
    const string ConnectionSetting = $"{CosmosDefaults.Section}:{nameof(CosmosOptions.ConnectionString)}";
    const string EndpointSetting = $"{CosmosDefaults.Section}:{nameof(CosmosOptions.AccountEndpoint)}";

    /// <summary>True if the account is a server on this machine.</summary>
    public bool IsLocal => Address.IsLoopback;

    public static CosmosEndpoint Of(CosmosOptions options) => Parse(options, out var mistake) ?? throw new CosmosSetupException(mistake!);

    /// <returns>The endpoint, or null with a sentence about the error.</returns>
    public static CosmosEndpoint? Parse(CosmosOptions options, out string? mistake)
    {
        mistake = null;
        var hasConnection = !string.IsNullOrWhiteSpace(options.ConnectionString);
        var hasEndpoint = !string.IsNullOrWhiteSpace(options.AccountEndpoint);
        if (hasConnection && hasEndpoint)
        {
            mistake = $"Set either {ConnectionSetting} or {EndpointSetting}, not both.";
            return null;
        }

        if (hasConnection)
        {
            return FromConnectionString(options.ConnectionString!, out mistake);
        }

        if (hasEndpoint)
        {
            if (IsHttp(options.AccountEndpoint, out var address))
            {
                return new CosmosEndpoint(address, null, EndpointSetting);
            }

            mistake = $"{EndpointSetting} must be the http(s) address of a Cosmos DB account.";
            return null;
        }

        mistake = $"Cosmos DB is not configured: set {ConnectionSetting}, or {EndpointSetting} to sign in with the identity of the app.";
        return null;
    }

    static CosmosEndpoint? FromConnectionString(string text, out string? mistake)
    {
        mistake = null;
        var parts = new DbConnectionStringBuilder();
        try
        {
            parts.ConnectionString = text;
        }
        catch (ArgumentException)
        {
            mistake = $"{ConnectionSetting} is not a connection string of the form AccountEndpoint=…;AccountKey=…;";
            return null;
        }

        if (!parts.TryGetValue("AccountEndpoint", out var endpoint) || !IsHttp(endpoint as string, out var address))
        {
            mistake = $"{ConnectionSetting} lacks an AccountEndpoint that is an http(s) address.";
            return null;
        }

        if (!parts.TryGetValue("AccountKey", out var key) || key is not string { Length: > 0 } base64 || !IsBase64(base64))
        {
            mistake = $"{ConnectionSetting} lacks an AccountKey in base64.";
            return null;
        }

        return new CosmosEndpoint(address, text, ConnectionSetting);
    }

    static bool IsHttp(string? text, out Uri address)
    {
        var isHttp = Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";
        address = uri!;
        return isHttp;
    }

    static bool IsBase64(string text) => Convert.TryFromBase64String(text, new byte[text.Length], out _);
}
