namespace AssetFunctions.Providers.Tests.Samples;

/// <summary>Finds the committed samples.</summary>
static class SampleFiles
{
    public static string Directory { get; } = Path.Combine(Root(), "tests", "Samples");

    static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "AssetFunctions.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The tests do not run inside the repository.");
        }

        return folder.FullName;
    }
}
