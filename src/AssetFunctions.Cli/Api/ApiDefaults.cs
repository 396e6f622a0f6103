namespace AssetFunctions.Cli.Api;

/// <summary>Defaults of the verbs that call a deployment.</summary>
static class ApiDefaults
{
    /// <summary>Address of the local stack's API, unless its port was in use.</summary>
    public const string Address = "http://127.0.0.1:7071/api/";

    public const string AddressVariable = "ASSETFUNCTIONS_API";
    public const string KeyVariable = "ASSETFUNCTIONS_KEY";

    /// <summary>Header of the function key.</summary>
    public const string KeyHeader = "x-functions-key";

    /// <summary>Positions per page, the API's maximum.</summary>
    public const int PageSize = 500;

    /// <summary>Poison messages replayed by one call, the API's maximum.</summary>
    public const int ReplaySize = 1_000;

    public static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Timeout of one call.</summary>
    public static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(30);

    /// <summary>How long the app of a local stack may take until it listens.</summary>
    public static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(15);

    /// <summary>How long requests are retried at a deployment that has responded before: a restarting app is back by then.</summary>
    public static readonly TimeSpan RequestPatience = TimeSpan.FromSeconds(30);

    /// <summary>Pause between two status calls for the same run, and between two attempts to connect.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
}
