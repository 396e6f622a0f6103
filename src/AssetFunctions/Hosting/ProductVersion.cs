using System.Reflection;

namespace AssetFunctions.Hosting;

static class ProductVersion
{
    /// <summary>Version and commit, such as <c>0.9.0+0123456789abcdef0123456789abcdef01234567</c>. A build outside a repository has no commit.</summary>
    public static string Current { get; } =
        typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
