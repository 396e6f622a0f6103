using Microsoft.Extensions.Options;

namespace AssetFunctions.Sync.Providers;

/// <summary>Used where no configured provider serves transactions.</summary>
public sealed class NoTransactionProvider(IOptions<ProvidersOptions> options) : ITransactionProvider
{
    public string Name => "none";

    /// <returns>Always <see cref="ProviderResult.Refused"/>.</returns>
    public Task<ProviderResult> FetchTransactionsAsync(TransactionQuery query, CancellationToken cancellationToken) =>
        Task.FromResult<ProviderResult>(new ProviderResult.Refused(
            $"No provider in {ProvidersOptions.Section}:Order (\"{options.Value.Order}\") serves transactions; zerion does."));
}

/// <summary>Used where no configured provider lists networks.</summary>
public sealed class NoNetworkCatalog : INetworkCatalog
{
    static readonly Dictionary<string, NetworkInfo> None = [];

    public Task<IReadOnlyDictionary<string, NetworkInfo>> ListAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<string, NetworkInfo>>(None);
}
