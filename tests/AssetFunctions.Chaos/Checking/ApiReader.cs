using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Numerics;
using AssetFunctions.Chaos.Planning;
using AssetFunctions.Chaos.Reporting;
using AssetFunctions.Chaos.Stacks;
using AssetFunctions.Sync;
using AssetFunctions.Sync.Runs;

namespace AssetFunctions.Chaos.Checking;

/// <summary>
/// Reads the positions of wallets by the API while faults are injected. At any time each position must be there exactly once, as in one of the versions
/// that the provider has served since the last completed run.
/// </summary>
sealed class ApiReader(ChaosStack stack, ChaosPlan plan, Versions versions, Expectations expectations, Findings findings, Tally tally, TimeProvider clock)
{
    public const string Reads = "reads of the API";
    public const string Failed = "reads that failed";

    const int PageSize = 40;

    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    readonly ConcurrentDictionary<int, DateTimeOffset> _completed = new();

    /// <summary>Reads until it is cancelled.</summary>
    /// <param name="number">Distinguishes readers that run side by side.</param>
    public async Task RunAsync(int number, CancellationToken cancellationToken)
    {
        var random = new Random(plan.Seed + number);
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await ReadAsync(random.Next(plan.Wallets.Count), random.Next(1_000), cancellationToken);
                await Task.Delay(Pause, clock, cancellationToken);
            }
            catch (Exception ex) when (ex is HttpRequestException or IOException or TransientStoreException or OperationCanceledException)
            {
                // The instance is being killed.
                tally.Add(Failed);
            }
        }
    }

    async Task ReadAsync(int wallet, int target, CancellationToken cancellationToken)
    {
        var address = plan.Wallets[wallet].Address;
        if (await stack.Ports.Wallets.FindAsync(address, cancellationToken) is not { } state)
        {
            return;
        }

        if (state.LastFinish is { Finish.Status: RunStatus.Completed } finish)
        {
            _completed.AddOrUpdate(wallet, finish.FetchedAt, (_, before) => before > finish.FetchedAt ? before : finish.FetchedAt);
        }

        if (!_completed.TryGetValue(wallet, out var since) || stack.Local.Apps is not { Count: > 0 } apps)
        {
            return;
        }

        var shown = new List<Row>();
        var positions = $"wallets/{address}/positions?pageSize={PageSize}";
        for (string? continuation = string.Empty; continuation is not null;)
        {
            var query = continuation.Length == 0 ? positions : $"{positions}&continuation={Uri.EscapeDataString(continuation)}";
            using var response = await stack.Http.GetAsync(new Uri(apps[target % apps.Count].Api, query), cancellationToken);
            response.EnsureSuccessStatusCode();
            var page = (await response.Content.ReadFromJsonAsync<Page>(cancellationToken))!;
            shown.AddRange(page.Positions);
            continuation = page.Continuation;
        }

        tally.Add(Reads);
        Check(wallet, shown, Math.Min(versions.At(since), versions.Last), Math.Min(versions.Current, versions.Last));
    }

    void Check(int wallet, List<Row> shown, int oldest, int newest)
    {
        var address = plan.Wallets[wallet].Address;
        var allowed = Enumerable.Range(oldest, newest - oldest + 1).Select(version => expectations.Of(wallet, version)).ToList();
        foreach (var twice in shown.CountBy(row => row.Key).Where(count => count.Value > 1))
        {
            findings.Add(Wrong.Duplicated, $"the API shows {twice.Key} of {address} {twice.Value} times");
        }

        var keys = shown.Select(row => row.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var missing in allowed[0].Keys.Where(key => allowed.TrueForAll(version => version.ContainsKey(key)) && !keys.Contains(key)))
        {
            findings.Add(Wrong.Lost, $"the API does not show {missing} of {address}, which versions {oldest} to {newest} have");
        }

        foreach (var row in shown.Where(row => !allowed.Exists(version => version.TryGetValue(row.Key, out var amount) && amount == BigInteger.Parse(row.RawAmount))))
        {
            findings.Add(Wrong.Differing, $"the API shows {row.RawAmount} of {row.Key} in {address}, which none of versions {oldest} to {newest} has");
        }
    }

    sealed record Page(IReadOnlyList<Row> Positions, string? Continuation);

    sealed record Row(string Network, string ContractAddress, string Type, string? Protocol, string RawAmount)
    {
        public string Key => Expectations.KeyOf(Network, ContractAddress, Type, Protocol);
    }
}
