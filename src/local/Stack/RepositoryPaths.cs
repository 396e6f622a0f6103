using AssetFunctions.Local.Stack.Processes;

namespace AssetFunctions.Local.Stack;

/// <summary>The paths in a checkout of the repository, from which the local stack runs.</summary>
public sealed class RepositoryPaths
{
    RepositoryPaths(string root) => Root = root;

    public string Root { get; }

    public string Samples => Path.Combine(Root, "src", "local", "Providers", "Data");

    public string LocalInfrastructure => Path.Combine(Root, "infra", "local");

    /// <summary>The data of local runs: database, queues, logs.</summary>
    public string Data => Path.Combine(Root, "artifacts", "local");

    /// <summary>The function app, built beside this program in the same configuration.</summary>
    public string FunctionApp => Program("AssetFunctions", "AssetFunctions.dll");

    /// <summary>The host that runs the function app on this machine, built beside this program as well.</summary>
    public string FunctionsHost => Program(Path.Combine("local", "FunctionsHost"), "AssetFunctions.Local.FunctionsHost.dll");

    /// <summary>The database server, for a stack that gives it a process of its own.</summary>
    public string DatabaseServer => Program(Path.Combine("local", "Cosmos"), "AssetFunctions.Local.Cosmos.dll");

    /// <exception cref="StackException">The program does not run from a checkout.</exception>
    public static RepositoryPaths Find() =>
        TryFind() ?? throw new StackException($"No AssetFunctions.sln above {AppContext.BaseDirectory}: run this from a checkout of the repository.");

    /// <summary>The checkout that this program runs from, or null: verbs for a deployment run from anywhere.</summary>
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

    string Program(string project, string name) =>
        Path.Combine(Root, "src", project, "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", name);
}

/// <summary>The local stack cannot run; the message is a sentence for the user at the console.</summary>
public sealed class StackException(string message) : Exception(message);
