using AssetFunctions.Sync;
using AssetFunctions.Sync.Providers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Providers.Tests;

/// <summary>The settings determine which providers exist, and only those need settings of their own.</summary>
public sealed class WalletProvidersTests
{
    [Theory]
    [InlineData(null, "Zerion:ApiKey")]
    [InlineData("zerion", "Zerion:ApiKey")]
    [InlineData("Alchemy", "Alchemy:ApiKey")]
    [InlineData("zerion,alchemy", "Zerion:ApiKey Alchemy:ApiKey")]
    [InlineData("zerion,debank", "Sync:Providers:Order Zerion:ApiKey")]
    [InlineData("alchemy,alchemy", "Sync:Providers:Order Alchemy:ApiKey")]
    [InlineData(",", "Sync:Providers:Order")]
    public async Task Only_the_providers_in_the_order_need_a_key(string? order, string settings)
    {
        await using var services = Services(order);

        Assert.Equal(settings.Split(' ').Order(), Mistakes(services).Select(mistake => mistake.Split(' ')[0]).Order());
    }

    [Fact]
    public async Task First_provider_in_the_order_is_called_first()
    {
        await using var services = Services("alchemy, zerion", ("Zerion:ApiKey", "zk_a"), ("Alchemy:ApiKey", "a"));

        Assert.Equal("alchemy", services.GetRequiredService<IPositionProvider>().Name);
    }

    [Theory]
    [InlineData("zerion")]
    [InlineData("alchemy,zerion")]
    public async Task Transactions_and_networks_come_from_zerion_at_any_place_in_the_order(string order)
    {
        await using var services = Services(order, ("Zerion:ApiKey", "zk_a"), ("Alchemy:ApiKey", "a"));

        Assert.Equal("zerion", services.GetRequiredService<ITransactionProvider>().Name);
        Assert.IsNotType<NoNetworkCatalog>(services.GetRequiredService<INetworkCatalog>());
    }

    [Fact]
    public async Task Without_zerion_transactions_are_refused_with_a_reason_and_no_network_is_listed()
    {
        await using var services = Services("alchemy", ("Alchemy:ApiKey", "a"));

        var result = await services.GetRequiredService<ITransactionProvider>().FetchTransactionsAsync(new TransactionQuery("0x1"), CancellationToken.None);

        Assert.Equal(
            "No provider in Sync:Providers:Order (\"alchemy\") serves transactions; zerion does.", Assert.IsType<ProviderResult.Refused>(result).Reason);
        Assert.Empty(await services.GetRequiredService<INetworkCatalog>().ListAsync(CancellationToken.None));
    }

    static List<string> Mistakes(ServiceProvider services)
    {
        try
        {
            services.GetRequiredService<IStartupValidator>().Validate();
            return [];
        }
        catch (AggregateException faults)
        {
            return [.. faults.InnerExceptions.Cast<OptionsValidationException>().SelectMany(fault => fault.Failures)];
        }
        catch (OptionsValidationException ex)
        {
            return [.. ex.Failures];
        }
    }

    static ServiceProvider Services(string? order, params (string Name, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection().Build();
        if (order is not null)
        {
            configuration["Sync:Providers:Order"] = order;
        }

        foreach (var (name, value) in settings)
        {
            configuration[name] = value;
        }

        var services = new ServiceCollection().AddLogging();
        new AssetSyncBuilder(services, configuration).UseWalletProviders();
        return services.BuildServiceProvider();
    }
}
