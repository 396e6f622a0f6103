using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace AssetFunctions.LocalWorker.Tests.Api;

public sealed class PublicSurfaceTests
{
    [Fact]
    public async Task The_public_surface_is_the_table_and_nothing_beyond_it()
    {
        await using var table = typeof(PublicSurfaceTests).Assembly.GetManifestResourceStream("worker-api.txt")!;
        using var reader = new StreamReader(table);
        var expected = (await reader.ReadToEndAsync())
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => !line.StartsWith('#'))
            .ToList();

        var actual = PublicSurface.Of(typeof(FunctionAttribute).Assembly);

        Assert.Equal(expected, actual);
    }

    [Fact]
    public void Attributes_sit_where_the_worker_allows_them()
    {
        Assert.Equal(AttributeTargets.Method, Targets<FunctionAttribute>());
        Assert.Equal(AttributeTargets.Parameter, Targets<QueueTriggerAttribute>());
        Assert.Equal(AttributeTargets.Parameter, Targets<TimerTriggerAttribute>());
        Assert.Equal(AttributeTargets.Parameter, Targets<HttpTriggerAttribute>());
        Assert.Equal(AttributeTargets.Property, Targets<HttpResultAttribute>());
        Assert.Equal(AttributeTargets.Method | AttributeTargets.Property, Targets<QueueOutputAttribute>());
    }

    [Fact]
    public void Attributes_have_the_defaults_of_the_worker()
    {
        Assert.True(new TimerTriggerAttribute("s").UseMonitor);
        Assert.False(new TimerTriggerAttribute("s").RunOnStartup);
        Assert.Null(new QueueTriggerAttribute("q").Connection);
        Assert.Null(new QueueOutputAttribute("q").Connection);
        Assert.Null(new HttpTriggerAttribute().Route);
        Assert.Null(new HttpTriggerAttribute().Methods);
        Assert.Equal(AuthorizationLevel.Function, new HttpTriggerAttribute().AuthLevel);
        Assert.Equal(AuthorizationLevel.Function, new HttpTriggerAttribute("get").AuthLevel);
        Assert.Equal(["get", "post"], new HttpTriggerAttribute(AuthorizationLevel.Admin, "get", "post").Methods!);
    }

    private static AttributeTargets Targets<T>() => typeof(T).GetCustomAttribute<AttributeUsageAttribute>()!.ValidOn;
}
