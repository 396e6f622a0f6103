using System.Reflection;
using AssetFunctions.Functions;
using Microsoft.Azure.Functions.Worker;

namespace AssetFunctions.Tests.Functions;

/// <summary>Names that settings, queries and the records of the host refer to: a renamed function loses them.</summary>
public sealed class FunctionNameTests
{
    [Fact]
    public void Timers_keep_the_names_under_which_the_host_records_their_runs() =>
        Assert.Equal(["RefreshMarketData", "SchedulePriceRefresh", "ScheduleSyncs", "WarmRedis", "WatchPoison", "WatchQueues"], NamesOf(typeof(Schedules)).Select(one => one.Function));

    [Theory]
    [InlineData(typeof(Schedules))]
    [InlineData(typeof(Pipeline))]
    public void A_function_has_the_name_of_its_method(Type functions)
    {
        var names = NamesOf(functions);

        Assert.NotEmpty(names);
        Assert.All(names, one => Assert.Equal(one.Method, $"{one.Function}Async"));
    }

    static List<(string Function, string Method)> NamesOf(Type functions) =>
    [
        .. functions.GetMethods()
            .Select(method => (Function: method.GetCustomAttribute<FunctionAttribute>()?.Name!, Method: method.Name))
            .Where(one => one.Function is not null)
            .OrderBy(one => one.Function, StringComparer.Ordinal),
    ];
}
