using AssetFunctions.Local.Stack.Processes;

namespace AssetFunctions.Local.Stack.Tests.Stack;

public sealed class FunctionGroupsTests
{
    [Fact]
    public void Queue_and_timer_functions_are_groups_of_their_own_and_http_functions_are_one()
    {
        const string List = """
            [{"name":"Prices","trigger":"queueTrigger"},{"name":"GetWallet","trigger":"httpTrigger"},{"name":"Assets","trigger":"queueTrigger"},
             {"name":"GetHealth","trigger":"HttpTrigger"},{"name":"Tick","trigger":"timerTrigger"}]
            """;

        Assert.Equal(["http", "Assets", "Prices", "Tick"], FunctionGroups.Of(List));
    }
}
