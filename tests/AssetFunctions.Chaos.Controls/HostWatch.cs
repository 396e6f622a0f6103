using System.Diagnostics;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Wallets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AssetFunctions.Chaos.Controls;

/// <summary>Waits until the worker builds its host, and puts the broken guard between the phases and the store. The worker is otherwise the deployed one.</summary>
sealed class HostWatch : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
{
    const string Control = "Chaos__Control";
    const string Hosting = "Microsoft.Extensions.Hosting";
    const string Building = "HostBuilding";

    public static void Start() => DiagnosticListener.AllListeners.Subscribe(new HostWatch());

    public void OnNext(DiagnosticListener value)
    {
        if (string.Equals(value.Name, Hosting, StringComparison.Ordinal))
        {
            value.Subscribe(this);
        }
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (string.Equals(value.Key, Building, StringComparison.Ordinal) && value.Value is IHostBuilder host)
        {
            host.ConfigureServices(services => Break(services, Environment.GetEnvironmentVariable(Control)));
        }
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    static void Break(IServiceCollection services, string? control)
    {
        switch (control)
        {
            case "idempotency":
                Replace<IWalletStore>(services, inner => new AppendingWalletStore(inner));
                break;
            case "guard":
                Replace<IWalletStore>(services, inner => new UnguardedWalletStore(inner));
                break;
            case "price":
                Replace<IAssetRegistry>(services, inner => new TimelessAssetRegistry(inner));
                break;
            case "claim":
                Replace<IWalletDirectory>(services, inner => new ClaimlessWalletDirectory(inner));
                break;
            default:
                throw new InvalidOperationException($"There is no control '{control}'.");
        }
    }

    static void Replace<TPort>(IServiceCollection services, Func<TPort, TPort> wrap)
        where TPort : class
    {
        var known = services.Last(service => service.ServiceType == typeof(TPort));
        services.Remove(known);
        services.AddSingleton(provider => wrap((TPort)known.ImplementationFactory!(provider)));
    }
}
