using System.Reflection;
using System.Text.RegularExpressions;
using AssetFunctions.Sync.Messaging;
using AssetFunctions.Tests.Hosting;
using Microsoft.Azure.Functions.Worker;

namespace AssetFunctions.Tests.Architecture;

/// <summary>The servers in src/local replace a service of the platform and would serve any app: their code names nothing of this one.</summary>
public sealed class LocalServerTests
{
    /// <summary>Settings of the platform, which its host reads as well.</summary>
    const string OfThePlatform = "AzureWebJobs";

    static readonly IReadOnlyList<string> Functions =
        [.. Assembly.Load("AssetFunctions").GetTypes().SelectMany(type => type.GetMethods()).Select(method => method.GetCustomAttribute<FunctionAttribute>()?.Name).OfType<string>()];

    static readonly IReadOnlyList<string> Settings =
        [.. KnownSettings.Options().Keys.Where(name => !name.StartsWith(OfThePlatform, StringComparison.Ordinal)), .. KnownSettings.OfTimers()];

    public static TheoryData<string> Servers() =>
        [.. SourceProject.All.Values.Where(project => project.Name.StartsWith("AssetFunctions.Local.", StringComparison.Ordinal) && !project.ProjectReferences.Any()).Select(project => project.Name)];

    [Theory]
    [MemberData(nameof(Servers))]
    public void A_local_server_names_nothing_of_the_app(string project)
    {
        Assert.NotEmpty(Functions);
        Assert.All(SourceProject.All[project].Sources, source =>
        {
            var text = File.ReadAllText(source);
            Assert.DoesNotMatch($@"\bAssetFunctions\b(?!{Regex.Escape(project["AssetFunctions".Length..])}\b)", text);
            Assert.All(QueueNames.All, queue => Assert.DoesNotContain(queue, text, StringComparison.Ordinal));
            Assert.All(Functions, function => Assert.DoesNotContain($"\"{function}\"", text, StringComparison.Ordinal));
            Assert.All(Settings, setting =>
            {
                Assert.DoesNotContain(setting, text, StringComparison.Ordinal);
                Assert.DoesNotContain(setting.Replace(":", "__", StringComparison.Ordinal), text, StringComparison.Ordinal);
            });
        });
    }
}
