namespace AssetFunctions.Sync.Operations;

/// <summary>Asks one service that the app cannot work without whether it answers.</summary>
public interface IDependencyProbe
{
    /// <summary>What the service is to the app, such as <c>database</c>.</summary>
    string Name { get; }

    /// <summary>Returns when the service answered and throws when it did not. Cheap enough to be asked every few seconds.</summary>
    Task ProbeAsync(CancellationToken cancellationToken);
}
