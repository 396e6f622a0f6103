using AssetFunctions.Cli.Tests.Support;
using AssetFunctions.EndToEnd.Tests;

namespace AssetFunctions.Local.Stack.Tests.Support;

/// <summary>One local stack for all tests of a class; its API requires a key.</summary>
public sealed class StackFixture : IAsyncLifetime
{
    public const string Key = "a-key-of-the-tests";
    public const string MasterKey = "the-master-key-of-the-tests";

    StackDriver? _driver;

    internal StackDriver Driver => _driver ?? throw new InvalidOperationException("The stack has not been started.");

    /// <summary>A shell that finds the stack only by its data directory.</summary>
    internal Shell Shell(int width = 120, string key = Key) => StackShell.Over(Driver.DataDirectory, width, key);

    public async Task InitializeAsync() =>
        _driver = await StackDriver.StartAsync(settings: new Dictionary<string, string>(StringComparer.Ordinal) 
        {
            ["AzureFunctions__Keys__default"] = Key,
            ["AzureFunctions__Keys___master"] = MasterKey,
        });

    public async Task DisposeAsync()
    {
        if (_driver is not null)
        {
            await _driver.DisposeAsync();
        }
    }
}
