using AssetFunctions.Testing;

namespace AssetFunctions.Providers.Tests.Samples;

/// <summary>Finds the committed samples.</summary>
static class SampleFiles
{
    public static string Directory { get; } = Path.Combine(Repository.Root, "src", "local", "Providers", "Data");
}
