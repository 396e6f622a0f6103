using System.Collections.Concurrent;
using System.Net.Http.Json;
using AssetFunctions.Chaos.Planning;
using AssetFunctions.Chaos.Reporting;
using AssetFunctions.Chaos.Stacks;
using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync;
using Azure;

namespace AssetFunctions.Chaos.Requests;

/// <summary>Requests runs, as schedules, services and users do. Thread-safe.</summary>
sealed class Requester(ChaosStack stack, ChaosPlan plan, Findings findings, Tally tally, TimeProvider clock)
{
    const int SendAttempts = 20;
    const int MostAtFirst = 5;

    // Azurite sorts all its messages again for most of its calls: with thousands of them it is the only thing that works.
    const int MostWaiting = 150;
    const int RequestsPerLook = 5;

    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    readonly ConcurrentBag<RequestedRun> _runs = [];
    int _numbers;
    int _refreshes;

    /// <summary>The runs that were accepted.</summary>
    public IReadOnlyCollection<RequestedRun> Runs => _runs;

    /// <summary>Refreshes some wallets twice at the same moment, before any fault, until both refreshes are served.</summary>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        foreach (var wallet in Enumerable.Range(0, plan.Wallets.Count).Where(ChaosPlan.IsRefreshed).Take(MostAtFirst))
        {
            for (var attempt = 0; attempt < SendAttempts && !await RefreshTwiceAsync(wallet, cancellationToken); attempt++)
            {
                await Task.Delay(Pause, clock, cancellationToken);
            }
        }
    }

    /// <summary>Sends the planned requests at their times, or later while many messages wait.</summary>
    public async Task RunAsync(Versions versions, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        var pending = new List<Task> { AdvanceAsync() };
        foreach (var (index, request) in plan.Requests.Index())
        {
            await UntilAsync(request.At);
            while (index % RequestsPerLook == 0 && await stack.Queues.TryCountAsync(cancellationToken) > MostWaiting)
            {
                await Task.Delay(Pause, clock, cancellationToken);
            }

            pending.Add(SendAsync(request, cancellationToken));
        }

        await Task.WhenAll(pending);

        async Task AdvanceAsync()
        {
            for (var round = versions.Current + 1; round <= plan.LastVersion; round++)
            {
                await UntilAsync(plan.RoundLength * round);
                versions.Advance();
            }
        }

        Task UntilAsync(TimeSpan at)
        {
            var wait = at - clock.GetElapsedTime(started);
            return Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, clock, cancellationToken);
        }
    }

    /// <summary>Requests a run of a wallet by a message that names the run.</summary>
    public Task RequestAsync(int wallet, CancellationToken cancellationToken) => MessageAsync(wallet, isNamed: true, copies: 1, cancellationToken);

    Task SendAsync(PlannedRequest request, CancellationToken cancellationToken)
    {
        tally.Add(request.Kind);
        return request.Kind switch
        {
            RequestKind.Message => MessageAsync(request.Wallet, isNamed: true, copies: 1, cancellationToken),
            RequestKind.MessageTwice => MessageAsync(request.Wallet, isNamed: true, copies: 2, cancellationToken),
            RequestKind.Anonymous => MessageAsync(request.Wallet, isNamed: false, copies: 1, cancellationToken),
            RequestKind.Refresh => RefreshAsync(request.Wallet, cancellationToken),
            _ => RefreshTwiceAsync(request.Wallet, cancellationToken),
        };
    }

    async Task MessageAsync(int wallet, bool isNamed, int copies, CancellationToken cancellationToken)
    {
        var runId = isNamed ? $"chaos-{wallet}-{Interlocked.Increment(ref _numbers)}" : null;
        var text = MessageCodec.Encode(new SyncRequest { Version = SyncRequest.CurrentVersion, Wallet = plan.Wallets[wallet].Address, RunId = runId });
        for (var copy = 0; copy < copies; copy++)
        {
            var messageId = await SendAsync(text, cancellationToken);
            if (copy == 0)
            {
                _runs.Add(new RequestedRun(wallet, runId ?? messageId, clock.GetUtcNow()));
            }
        }
    }

    async Task<string> SendAsync(string text, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await stack.Queues.SendAsync(QueueNames.SyncRequests, text, cancellationToken);
            }
            catch (Exception ex) when (ex is RequestFailedException or AggregateException && attempt < SendAttempts)
            {
                await Task.Delay(Pause, clock, cancellationToken);
            }
        }
    }

    // Both may have started a run if the first one ended before the second began, so it counts only while neither has ended.
    async Task<bool> RefreshTwiceAsync(int wallet, CancellationToken cancellationToken)
    {
        var requestedAt = clock.GetUtcNow();
        var results = await Task.WhenAll(RefreshAsync(wallet, cancellationToken), RefreshAsync(wallet, cancellationToken));
        if (results is not [{ Joined: false, Fresh: false } first, { Joined: false, Fresh: false } second])
        {
            return Array.TrueForAll(results, result => result is not null);
        }

        try
        {
            tally.Add("BothStarted");
            var address = plan.Wallets[wallet].Address;
            var ended = await stack.Ports.Runs.FindRunAsync(address, first.RunId, cancellationToken) ?? await stack.Ports.Runs.FindRunAsync(address, second.RunId, cancellationToken);
            var state = await stack.Ports.Wallets.FindAsync(address, cancellationToken);
            if (ended is null && !(state?.LastFinish?.FetchedAt >= requestedAt) && !(state?.LastFailure?.StartedAt >= requestedAt))
            {
                findings.Add(Wrong.Duplicated, $"runs {first.RunId} and {second.RunId} of {address} were started at the same moment");
            }
        }
        catch (TransientStoreException)
        {
            // The database is down, so nothing is known.
        }

        return true;
    }

    async Task<Refresh?> RefreshAsync(int wallet, CancellationToken cancellationToken)
    {
        var apps = stack.Local.Apps;
        if (apps.Count == 0)
        {
            return null;
        }

        try
        {
            var address = new Uri(apps[Interlocked.Increment(ref _refreshes) % apps.Count].Api, $"wallets/{plan.Wallets[wallet].Address}/refresh?force=true");
            using var response = await stack.Http.PostAsync(address, content: null, cancellationToken);
            if (!response.IsSuccessStatusCode)
            {
                tally.Add("RefreshRefused");
                return null;
            }

            var refresh = (await response.Content.ReadFromJsonAsync<Refresh>(cancellationToken))!;
            if (refresh is { Fresh: true, Status: not ("completed" or "partial") })
            {
                findings.Add(Wrong.Untruthful, $"a refresh of {plan.Wallets[wallet].Address} was served by run {refresh.RunId}, which is {refresh.Status}");
            }

            _runs.Add(new RequestedRun(wallet, refresh.RunId, clock.GetUtcNow()));
            return refresh;
        }
        catch (Exception ex) when (ex is HttpRequestException or TaskCanceledException or IOException && !cancellationToken.IsCancellationRequested)
        {
            tally.Add("RefreshRefused");
            return null;
        }
    }

    sealed record Refresh(string RunId, string Status, bool Joined, bool Fresh);
}
