using AssetFunctions.Local.Cosmos.Query.Values;

namespace AssetFunctions.Local.Cosmos.Query.Functions;

delegate SqlValue FunctionBody(IReadOnlyList<SqlValue> arguments, FunctionContext context);

/// <summary>A built-in function. Its body gets as many arguments as the caller wrote, some possibly undefined.</summary>
sealed record SqlFunction(string Name, int MinArguments, int MaxArguments, FunctionBody Body)
{
    public const int Unlimited = int.MaxValue;

    public string DescribeArguments() => (MinArguments, MaxArguments) switch
    {
        var (min, max) when min == max => $"{min}",
        (var min, Unlimited) => $"at least {min}",
        var (min, max) => $"{min} to {max}",
    };
}
