using AssetFunctions.Chaos.Planning;
using AssetFunctions.Chaos.Reporting;
using AssetFunctions.Chaos.Stacks;
using AssetFunctions.Local.Providers.Simulation;

namespace AssetFunctions.Chaos.Injecting;

/// <summary>Makes the provider misbehave on the next request for a wallet.</summary>
sealed class ProviderFaults
{
    const int CutWithin = 6_000;

    readonly ChaosStack _stack;
    readonly ChaosPlan _plan;
    readonly Dictionary<SimulatedFault, (FaultKind Kind, int Wallet)> _prepared = new(ReferenceEqualityComparer.Instance);

    public ProviderFaults(ChaosStack stack, ChaosPlan plan, PricelessFetches priceless, Tally tally)
    {
        _stack = stack;
        _plan = plan;
        stack.Local.Simulator!.OnFault = fault =>
        {
            (FaultKind Kind, int Wallet) prepared;
            lock (_prepared)
            {
                prepared = _prepared[fault];
            }

            tally.Add(prepared.Kind);
            if (prepared.Kind == FaultKind.ProviderSendsNaN)
            {
                priceless.Add(prepared.Wallet);
            }
        };
    }

    /// <summary>Prepares the fault; it counts once a request gets it.</summary>
    public Task StrikeAsync(PlannedFault fault, CancellationToken cancellationToken)
    {
        var simulated = Simulated(fault);
        var wallet = fault.Target % _plan.Wallets.Count;
        lock (_prepared)
        {
            _prepared[simulated] = (fault.Kind, wallet);
        }

        _stack.Local.Simulator!.Script(_plan.Wallets[wallet].Address, simulated);
        return Task.CompletedTask;
    }

    /// <summary>Drops faults that no request has got.</summary>
    public void Stop()
    {
        foreach (var wallet in _plan.Wallets)
        {
            _stack.Local.Simulator!.Script(wallet.Address);
        }
    }

    static SimulatedFault Simulated(PlannedFault fault) => fault.Kind switch
    {
        FaultKind.ProviderThrottles => new SimulatedFault.Response(429) { Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["Retry-After"] = "1" } },
        FaultKind.ProviderUnavailable => new SimulatedFault.Response(503) { Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["Retry-After"] = "1" } },
        FaultKind.ProviderCuts => new SimulatedFault.Cut(fault.Target % CutWithin),
        FaultKind.ProviderSendsGarbage when fault.Target % 2 == 0 => SimulatedFault.Html(),
        FaultKind.ProviderSendsGarbage => new SimulatedFault.Truncate(fault.Target % CutWithin),
        FaultKind.ProviderSendsNaN => SimulatedFault.NotANumber(),
        FaultKind.ProviderLinksInCircles => SimulatedFault.Circular(),
        _ => throw new ArgumentException($"{fault.Kind} is no fault of the provider.", nameof(fault)),
    };
}
