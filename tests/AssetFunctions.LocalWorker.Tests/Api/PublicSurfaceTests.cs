using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace AssetFunctions.LocalWorker.Tests.Api;

public sealed class PublicSurfaceTests
{
    [Fact]
    public void The_public_surface_is_the_table_and_nothing_beyond_it()
        => Assert.Equal(WorkerApiTable.Read(), PublicSurface.Of(typeof(FunctionAttribute).Assembly));

    [Fact]
    public void Every_kind_of_visible_member_is_written_and_nothing_hidden_is()
        => Assert.Equal(
            [
                "AssetFunctions.LocalWorker.Tests.Api.Specimen : abstract class : SpecimenBase, IDisposable",
                "  protected .ctor(String text = null)",
                "  String? Maybe { get; set; }",
                "  String? Optional(List<String?> names, Int32? number)",
                "  Void Dispose()",
                "  abstract Int32 Item[Int32 index] { get; }",
                "  const Int32 Limit = 3",
                "  event EventHandler? Changed",
                "  override String ToString()",
                "  protected Int32 _seen",
                "  required String Name { get; init; }",
                "  static Boolean op_LogicalNot(Specimen specimen)",
                "  static Void Take<T>(ref T value, params T[] more) where T : class, new()",
                "  virtual Int32 Guarded { get; protected set; }",
                "AssetFunctions.LocalWorker.Tests.Api.Specimen+ISpecimen : interface",
                "AssetFunctions.LocalWorker.Tests.Api.Specimen+Inner : struct : ISpecimen",
            ],
            PublicSurface.Of(typeof(Specimen).GetNestedTypes(BindingFlags.Public | BindingFlags.NonPublic).Append(typeof(Specimen))));

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

    static AttributeTargets Targets<T>() => typeof(T).GetCustomAttribute<AttributeUsageAttribute>()!.ValidOn;
}
