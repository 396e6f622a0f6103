namespace AssetFunctions.Local.Stack;

/// <summary>Where things are in a checkout. The local stack runs from one; it is no installed product.</summary>
public sealed class RepositoryPaths
{
    RepositoryPaths(string root) => Root = root;

    public string Root { get; }

    public string Samples => Path.Combine(Root, "tests", "Samples");

    public string Azurite => Path.Combine(Root, "infra", "local", "node_modules", "azurite", "dist", "src", "azurite.js");

    /// <summary>Everything a local run leaves behind: database, queue data, logs.</summary>
    public string Data => Path.Combine(Root, "artifacts", "local");

    /// <summary>The function app, built beside this program in the same configuration.</summary>
    public string FunctionApp
    {
        get
        {
            var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
            return Path.Combine(Root, "src", "AssetFunctions", "bin", configuration, "net10.0", "AssetFunctions.dll");
        }
    }

    /// <exception cref="StackException">The program does not run from a checkout.</exception>
    public static RepositoryPaths Find() =>
        TryFind() ?? throw new StackException($"No AssetFunctions.sln above {AppContext.BaseDirectory}: run this from a checkout of the repository.");

    /// <summary>The checkout this program runs from, or null: what speaks to a deployment alone runs from anywhere.</summary>
    public static RepositoryPaths? TryFind()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "AssetFunctions.sln")))
            {
                return new RepositoryPaths(directory.FullName);
            }
        }

        return null;
    }
}

/// <summary>The local stack cannot run; the message is a sentence for the person at the console.</summary>
public sealed class StackException(string message) : Exception(message);
