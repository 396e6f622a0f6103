namespace AssetFunctions.Cli.Api;

/// <summary>A deployment cannot fulfill a request. The message is a sentence for the user and contains no key.</summary>
sealed class DeploymentException(string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>True if the failure concerns only the requested resource, so that requests for others make sense.</summary>
    public bool IsAboutOneThing { get; init; }

    /// <summary>True if the request may succeed a little later.</summary>
    public bool IsTransient { get; init; }
}
