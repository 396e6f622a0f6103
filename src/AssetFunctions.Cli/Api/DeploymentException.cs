namespace AssetFunctions.Cli.Api;

/// <summary>A deployment cannot do what was asked; the message is a sentence for the person at the console and names no key.</summary>
sealed class DeploymentException(string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>Whether the deployment answered that it knows no such thing, so that asking for another one makes sense.</summary>
    public bool IsAboutOneThing { get; init; }

    /// <summary>Whether it is worth asking again a little later.</summary>
    public bool IsTransient { get; init; }
}
