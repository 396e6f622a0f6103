using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using AssetFunctions.LocalWorker.Tests.Api;
using Microsoft.Azure.Functions.Worker;

namespace AssetFunctions.LocalWorker.Tests.Runtimes;

/// <summary>
/// The compiled app uses of the worker what the table holds, and nothing else: only then does the same source compile
/// against the worker's real packages.
/// </summary>
public sealed class AppReferencesTests
{
    const string App = "AssetFunctions";

    static readonly Assembly Worker = typeof(FunctionAttribute).Assembly;

    [Fact]
    public void Every_type_of_the_worker_that_the_app_names_is_in_the_table()
    {
        var types = ReferencedTypes().Select(type => type.FullName!).ToList();

        Assert.Contains(typeof(FunctionAttribute).FullName!, types);
        Assert.Empty(types.Except(WorkerApiTable.Types().Keys, StringComparer.Ordinal));
    }

    [Fact]
    public void Every_member_of_the_worker_that_the_app_uses_is_in_the_table()
    {
        var table = WorkerApiTable.Types();
        var members = ReferencedMembers().Concat(AttributeArguments()).ToList();

        Assert.Contains(members, member => member.Name == "CreateBuilder");
        Assert.Empty(members
            .Where(member => !table.TryGetValue(member.DeclaringType!.FullName!, out var lines) || !lines.Contains(PublicSurface.Line(member)))
            .Select(member => $"{member.DeclaringType!.FullName}{PublicSurface.Line(member)}"));
    }

    [Fact]
    public void Nothing_but_the_app_knows_the_worker()
    {
        var others = Directory.GetFiles(AppContext.BaseDirectory, "AssetFunctions*.dll")
            .Where(path => Path.GetFileNameWithoutExtension(path) is not (App or "AssetFunctions.LocalWorker" or "AssetFunctions.LocalWorker.Tests"))
            .ToList();

        Assert.NotEmpty(others);
        Assert.Empty(others.Where(path => AssemblyReferences(path).Contains(Worker.GetName().Name!)).Select(Path.GetFileName));
    }

    [Fact]
    public void The_app_uses_no_package_that_only_the_local_worker_brings()
    {
        var packages = AssemblyReferences(PathOf("AssetFunctions.LocalWorker")).Where(name => !IsFramework(name)).ToList();
        string[] ofTheApp = ["Azure.Storage.Queues", "Azure.Core", "NCrontab.Signed"];

        Assert.Contains("NCrontab.Signed", packages);
        Assert.Empty(AssemblyReferences(PathOf(App)).Intersect(packages.Except(ofTheApp, StringComparer.Ordinal), StringComparer.Ordinal));
    }

    static IEnumerable<Type> ReferencedTypes()
        => Read(PathOf(App), static reader => reader.TypeReferences.Select(handle => MetadataTokens.GetToken(handle)))
            .Select(LoadedApp().ResolveType)
            .Where(type => type.Assembly == Worker);

    // The worker has no generic type, so that the members of instantiated ones are not its own.
    static IEnumerable<MemberInfo> ReferencedMembers()
        => Read(PathOf(App), static reader => reader.MemberReferences
                .Where(handle => reader.GetMemberReference(handle).Parent.Kind is HandleKind.TypeReference)
                .Select(handle => MetadataTokens.GetToken(handle)))
            .Select(token => LoadedApp().ResolveMember(token)!)
            .Where(member => member.DeclaringType?.Assembly == Worker);

    // The named arguments of an attribute are no member references: the compiler keeps them as text.
    static IEnumerable<MemberInfo> AttributeArguments()
    {
        const BindingFlags all = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        return LoadedApp().GetTypes()
            .SelectMany(type => type.GetMethods(all).SelectMany(method => method.GetParameters().SelectMany(parameter => parameter.CustomAttributes)
                    .Concat(method.CustomAttributes))
                .Concat(type.GetProperties(all).SelectMany(property => property.CustomAttributes)))
            .Where(attribute => attribute.AttributeType.Assembly == Worker)
            .SelectMany(attribute => attribute.NamedArguments)
            .Select(argument => argument.MemberInfo);
    }

    static List<string> AssemblyReferences(string path)
        => Read(path, static reader => reader.AssemblyReferences.Select(handle => reader.GetString(reader.GetAssemblyReference(handle).Name)));

    static List<T> Read<T>(string path, Func<MetadataReader, IEnumerable<T>> read)
    {
        using var image = new PEReader(File.OpenRead(path));
        return [.. read(image.GetMetadataReader())];
    }

    static Module LoadedApp() => Assembly.Load(App).ManifestModule;

    static string PathOf(string assembly) => Path.Combine(AppContext.BaseDirectory, $"{assembly}.dll");

    static bool IsFramework(string name)
        => name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Microsoft.", StringComparison.Ordinal);
}
