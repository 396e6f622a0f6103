namespace AssetFunctions.EndToEnd.Tests;

/// <summary>One local stack for all tests of a class, whose API requires keys. Tests that change a wallet use one of their own.</summary>
public class ApiStack : IAsyncLifetime, IDisposable
{
    public const string Key = "a-key-of-the-tests";
    public const string MasterKey = "the-master-key-of-the-tests";

    StackDriver? _driver;
    ApiClient? _api;

    internal StackDriver Driver => _driver ?? throw new InvalidOperationException("The stack has not been started.");

    internal ApiClient Api => _api ?? throw new InvalidOperationException("The stack has not been started.");

    protected virtual int Instances => 1;

    protected virtual Dictionary<string, string> Settings => new(StringComparer.Ordinal)
    {
        ["AzureFunctions__Keys__default"] = Key,
        ["AzureFunctions__Keys___master"] = MasterKey,
    };

    /// <summary>Address of a sample wallet.</summary>
    public static string Sample(string name) => StackDriver.Samples.Single(sample => sample.Name == name).Address;

    public virtual async Task InitializeAsync()
    {
        _driver = await StackDriver.StartAsync(Instances, Settings);
        _api = new ApiClient(_driver, Key);
    }

    public virtual void Dispose()
    {
        _api?.Dispose();
        GC.SuppressFinalize(this);
    }

    public async Task DisposeAsync()
    {
        if (_driver is not null)
        {
            await _driver.DisposeAsync();
        }
    }
}
