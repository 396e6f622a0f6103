using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Phases.Lifecycle;
using AssetFunctions.Sync.Phases.Scheduling;
using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Sync.Tests.Model;

/// <summary>Carries out scripts and compares the stores with the specification after every command.</summary>
sealed class Machine
{
    // More than any script needs to come to rest.
    const int MostDeliveries = 2_000;

    readonly World _world;
    readonly Dictionary<string, int> _documents = World.Wallets.ToDictionary(wallet => wallet, _ => 0);
    int _requests;

    Machine(Mistake mistake) => _world = new World(mistake);

    Specification Specification => _world.Specification;

    /// <summary>Carries out a script, then brings everything to rest without faults.</summary>
    /// <param name="seen">Takes what happened, by name.</param>
    /// <returns>The first violation and the command that led to it, or null where there was none.</returns>
    public static async Task<string?> FindViolationAsync(Script script, Mistake mistake, ISet<string> seen)
    {
        var machine = new Machine(mistake);
        for (var i = 0; i < script.Commands.Count; i++)
        {
            await machine.RunAsync(script.Commands[i]);
            if (await machine.FindViolationAsync($"command {i + 1} ({script.Commands[i]})") is { } violation)
            {
                return violation;
            }
        }

        seen.UnionWith(machine.WhatHappened());
        await machine.SettleAsync();
        return await machine.FindViolationAsync("all queues were drained");
    }

    IEnumerable<string> WhatHappened() => Specification.Wallets.Values
        .SelectMany(expected => expected.Ends.Values.Select(end => end.Status.ToString())
            .Append(expected.DueTimesServed.Count > 0 ? "Due" : "")
            .Append(expected.IsGone ? "Deleted" : expected.RevivedAt is null ? "" : "Revived"))
        .Append(_world.Queues.PoisonCount > 0 ? "Poisoned" : "");

    async Task<string?> FindViolationAsync(string after)
    {
        foreach (var wallet in World.Wallets)
        {
            await CompareAsync(wallet);
        }

        return Specification.Violations is [var first, ..] ? $"After {after}: wallet {first}." : null;
    }

    Task RunAsync(Command command) => command switch
    {
        Request request => RequestAsync(World.Wallets[request.Wallet], request.By, request.Interruption),
        Deliver deliver => DeliverAsync(deliver.Pick, deliver.IsTwice, deliver.Interruption),
        Work work => WorkAsync(work.Messages),
        Delay delay => Do(() => _world.Queues.Find(delay.Pick)?.VisibleAt += delay.By),
        Pass pass => Do(() => _world.Clock.Advance(pass.Time)),
        Serve serve => Do(() => _world.Serve(World.Wallets[serve.Wallet], serve)),
        Tick tick => _world.RunAsync(tick.Interruption, WorkAsync, (instance, token) => instance.Scheduler.TickAsync(token)),
        Delete delete => _world.RunAsync(delete.Interruption, WorkAsync, (instance, token) => instance.Deletions.RequestAsync(World.Wallets[delete.Wallet], token)),
        Register register => _world.RunAsync(
            register.Interruption,
            WorkAsync,
            (instance, token) => instance.Registrations.RegisterAsync(World.Wallets[register.Wallet], new RegistrationChange { IsPaused = register.IsPaused }, token)),
        WatchPoison => _world.RunAsync(interruption: null, WorkAsync, (instance, token) => instance.Watch.LookAsync(token)),
        ReplayPoison => ReplayPoisonAsync(),
        _ => throw new InvalidOperationException($"Unknown command {command}."),
    };

    async Task RequestAsync(string wallet, RequestBy by, Interruption? interruption)
    {
        var runId = $"run-{++_requests}";
        if (by is RequestBy.Message or RequestBy.MessageWithId)
        {
            _world.Send(new SyncRequest { Version = SyncRequest.CurrentVersion, Wallet = wallet, RunId = by == RequestBy.MessageWithId ? runId : null });
            return;
        }

        RefreshOutcome? outcome = null;
        var wanted = new RefreshRequest(runId, Force: by == RequestBy.ForcedApi, Revive: true);
        await _world.RunAsync(
            interruption, WorkAsync, async (instance, token) => outcome = await instance.Requests.RequestAsync(wallet, wanted, transactions: null, token));
        switch (outcome)
        {
            case RefreshOutcome.Started:
                Specification.Joined(wallet, runId);
                break;
            case RefreshOutcome.Joined joined:
                Specification.Joined(wallet, joined.RunId);
                break;
            case RefreshOutcome.Fresh fresh:
                Specification.Fresh(wallet, fresh.RunId);
                break;
            case RefreshOutcome.Closed:
                Specification.Require(Specification.Wallets[wallet].IsClosed, wallet, "a request was refused although the wallet is not deleted");
                break;
        }
    }

    async Task DeliverAsync(int pick, bool isTwice = false, Interruption? interruption = null)
    {
        if (_world.Queues.Find(pick) is not { } message || !_world.Queues.Take(message))
        {
            return;
        }

        var request = message.Queue == QueueNames.SyncRequests ? MessageCodec.Decode<SyncRequest>(message.Body) : null;
        var (isDone, activity) = await _world.RunAsync(interruption, WorkAsync, (instance, token) => instance.ProcessAsync(message, token));
        switch (isDone)
        {
            case true when isTwice:
                _world.Queues.Return(message);
                break;
            case true:
                _world.Queues.Delete(message);
                break;
            case false:
                _world.Queues.Fail(message);
                break;
        }

        if (isDone == true && activity.Sent == 0 && request is not null)
        {
            Specification.Dropped(request.Wallet, request.RunId ?? message.Id, activity.IsOvertaken);
        }
    }

    async Task WorkAsync(int messages)
    {
        for (var message = 0; message < messages; message++)
        {
            if (_world.Queues.NextAt is { } next && next > _world.Clock.GetUtcNow() && next - _world.Clock.GetUtcNow() <= ModelQueues.Retry)
            {
                _world.Clock.SetUtcNow(next);
            }

            await DeliverAsync(0);
        }
    }

    async Task ReplayPoisonAsync() => await _world.RunAsync(interruption: null, WorkAsync, async (instance, token) =>
    {
        foreach (var queue in QueueNames.All)
        {
            await instance.Replay.ReplayAsync(queue, int.MaxValue, token);
        }
    });

    // Everything that waits is processed, what is poison is put back, and what a caller left half done is made good by the schedule.
    async Task SettleAsync()
    {
        _world.ServeEverything();
        await DrainAsync();
        _world.Clock.Advance(RegistrationDefaults.RemovalLate);
        await RunAsync(new Tick());
        await DrainAsync();
        Specification.Rested();
        _world.Clock.Advance(TimeSpan.FromSeconds(RegistrationDefaults.StuckAfterSeconds));
        foreach (var wallet in World.Wallets.Where(wallet => Specification.Wallets[wallet].IsTouched))
        {
            var runId = $"run-{_requests + 1}";
            await RequestAsync(wallet, RequestBy.ForcedApi, interruption: null);
            await DrainAsync();
            Specification.Require(Specification.Wallets[wallet].Ends.TryGetValue(runId, out var end) && end.IsFinish, wallet, $"run {runId}, requested at rest, did not finish");
        }

        Specification.Rested();
    }

    async Task DrainAsync()
    {
        for (var delivery = 0; delivery < MostDeliveries; delivery++)
        {
            if (_world.Queues.NextAt is { } next)
            {
                _world.Clock.SetUtcNow(next > _world.Clock.GetUtcNow() ? next : _world.Clock.GetUtcNow());
                await DeliverAsync(0);
            }
            else if (_world.Queues.PoisonCount > 0)
            {
                await RunAsync(new WatchPoison());
                await ReplayPoisonAsync();
            }
            else
            {
                return;
            }
        }

        Specification.Require(false, World.Wallets[0], "the queues do not drain");
    }

    async Task CompareAsync(string wallet)
    {
        var expected = Specification.Wallets[wallet];
        var positions = _world.Store.PositionsOf(wallet);
        var (before, documents) = (_documents[wallet], positions.Count + _world.Store.RunCountOf(wallet));
        _documents[wallet] = documents;
        if (expected.IsClosed)
        {
            Specification.Require(documents <= before || expected.IsGone, wallet, "something was stored although the wallet is deleted");
            Specification.Require(documents == 0 || !expected.IsGone, wallet, $"{documents} documents are left of the deleted wallet");
            return;
        }

        Specification.Require(
            positions.ToDictionary(position => position.Id, position => position.Fingerprint).OrderBy(entry => entry.Key, StringComparer.Ordinal)
                .SequenceEqual(expected.Positions.OrderBy(entry => entry.Key, StringComparer.Ordinal)),
            wallet,
            $"{positions.Count} positions are stored, which are not the {expected.Positions.Count} that were fetched");
        Specification.Require(positions.DistinctBy(position => position.Row.Asset).Count() == positions.Count, wallet, "an asset is stored twice");
        foreach (var (runId, end) in expected.Ends)
        {
            var record = await _world.Store.FindRunAsync(wallet, runId, default);
            Specification.Require(record?.Status == end.Status, wallet, $"run {runId} ended {end.Status}, and its record says {record?.Status}");
        }

        Specification.Require(_world.Store.RunCountOf(wallet) == expected.Ends.Count, wallet, "a run has a record that has not ended");
        var state = await _world.Store.FindAsync(wallet, default);
        Specification.Require(state?.DueAt == expected.DueAt, wallet, $"the wallet is due at {state?.DueAt:T} instead of {expected.DueAt:T}");
        Specification.Require(state?.Registration is not null == expected.IsRegistered, wallet, "the registration is not what was stored");
        var open = state is null ? null : ClaimRules.FindLive(state, _world.Clock.GetUtcNow(), _world.Clock.GetUtcNow().AddSeconds(-RegistrationDefaults.StuckAfterSeconds));
        Specification.Joined(wallet, open);
    }

    static Task Do(Action action)
    {
        action();
        return Task.CompletedTask;
    }
}
