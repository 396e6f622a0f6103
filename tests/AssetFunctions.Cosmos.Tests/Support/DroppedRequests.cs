using AssetFunctions.Local.Cosmos.Faults;
using AssetFunctions.Local.Cosmos.Metering;

namespace AssetFunctions.Cosmos.Tests.Support;

/// <summary>Cases of a connection that drops at one request of a scenario.</summary>
static class DroppedRequests
{
    /// <summary>Every request once before and once after the database has carried it out.</summary>
    /// <param name="requests">How many requests of each operation the scenario has.</param>
    public static TheoryData<OperationType, FaultAction, int> Of(params (OperationType Operation, int Count)[] requests)
    {
        var cases = new TheoryData<OperationType, FaultAction, int>();
        foreach (var action in (FaultAction[])[FaultAction.DropBeforeCommit, FaultAction.DropAfterCommit])
        {
            foreach (var (operation, count) in requests)
            {
                foreach (var number in Enumerable.Range(0, count))
                {
                    cases.Add(operation, action, number);
                }
            }
        }

        return cases;
    }
}
