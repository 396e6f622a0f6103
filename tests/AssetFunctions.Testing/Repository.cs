namespace AssetFunctions.Testing;

/// <summary>The checkout that the running tests were built from.</summary>
public static class Repository
{
    /// <summary>The directory that holds the solution.</summary>
    /// <exception cref="InvalidOperationException">The tests do not run from inside a checkout.</exception>
    public static string Root { get; } = Find();

    static string Find()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "AssetFunctions.sln")))
            {
                return directory.FullName;
            }
        }

        throw new InvalidOperationException($"{AppContext.BaseDirectory} is not inside the repository.");
    }
}
