namespace AssetFunctions.Cli.Api;

/// <summary>Defaults of the verbs that speak to a deployment.</summary>
static class ApiDefaults
{
    /// <summary>Where the local stack serves its API unless the port was taken.</summary>
    public const string Address = "http://127.0.0.1:7071/api/";

    public const string AddressVariable = "ASSETFUNCTIONS_API";
    public const string KeyVariable = "ASSETFUNCTIONS_KEY";

    /// <summary>Header that takes the function key.</summary>
    public const string KeyHeader = "x-functions-key";

    /// <summary>Positions per page, the most the API gives.</summary>
    public const int PageSize = 500;

    /// <summary>Poison messages put back by one call, the most the API allows.</summary>
    public const int ReplaySize = 1_000;

    public static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    /// <summary>How long one call may take.</summary>
    public static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(30);

    /// <summary>How long an app of a local stack may take until it listens.</summary>
    public static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(15);

    /// <summary>How long a deployment that has answered before may fail to take a request until the request is given up: an app that restarts is back by then.</summary>
    public static readonly TimeSpan RequestPatience = TimeSpan.FromSeconds(30);

    /// <summary>Pause between two questions about the same run, and between two attempts to connect.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
}
