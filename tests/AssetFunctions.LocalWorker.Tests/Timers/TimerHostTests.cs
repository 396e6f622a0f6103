using AssetFunctions.LocalWorker.Hosting;
using AssetFunctions.LocalWorker.Tests.Support;
using AssetFunctions.Testing.Time;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace AssetFunctions.LocalWorker.Tests.Timers;

/// <summary>What the host promises for a timer, on a clock of the tests' own.</summary>
public sealed class TimerHostTests : IDisposable
{
    static readonly DateTimeOffset Start = new(2026, 3, 1, 10, 0, 30, TimeSpan.Zero);
    static readonly TimeSpan Step = TimeSpan.FromSeconds(5);

    readonly ManualTimeProvider _time = new(Start);
    readonly string _data = Directory.CreateTempSubdirectory("timers-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task A_timer_runs_at_its_times_and_not_before()
    {
        var times = new List<DateTimeOffset>();
        var probe = new Probe { Body = (_, _) => Note(times) };
        await using var app = await TestApp.StartAsync(Options("0 */5 * * * *"), probe);

        await _time.AdvanceUntilAsync(Step, () => times.Count == 2);

        Assert.True(times[0] >= Start.AddMinutes(4.5));
        Assert.True(times[1] >= Start.AddMinutes(9.5));
        Assert.Equal(["on time", "on time"], probe.Runs);
    }

    [Fact]
    public async Task Only_one_of_two_instances_runs_a_timer()
    {
        var first = new Probe();
        var second = new Probe();
        await using var one = await TestApp.StartAsync(Options("0 * * * * *"), first);
        await _time.AdvanceUntilAsync(Step, () => first.Runs.Count == 1);
        await using var two = await TestApp.StartAsync(Options("0 * * * * *"), second);

        await _time.AdvanceUntilAsync(Step, () => first.Runs.Count == 6);

        Assert.Empty(second.Runs);
    }

    [Fact]
    public async Task Another_instance_takes_over_when_the_owner_stops()
    {
        var first = new Probe();
        var second = new Probe();
        var one = await TestApp.StartAsync(Options("0 * * * * *"), first);
        await _time.AdvanceUntilAsync(Step, () => first.Runs.Count == 1);
        await using var two = await TestApp.StartAsync(Options("0 * * * * *"), second);

        await one.DisposeAsync();
        await _time.AdvanceUntilAsync(Step, () => second.Runs.Count == 2);

        Assert.Single(first.Runs);
    }

    [Fact]
    public async Task A_missed_occurrence_runs_late_at_the_next_start_and_says_so()
    {
        await using (await TestApp.StartAsync(Options("0 0 * * * *"), new Probe()))
        {
            await Eventually.TrueAsync(StatusIsKept);
        }

        _time.Advance(TimeSpan.FromHours(3));
        var probe = new Probe();
        await using var app = await TestApp.StartAsync(Options("0 0 * * * *"), probe);

        Assert.Equal("late", await probe.StartedAsync());
        await _time.AdvanceUntilAsync(TimeSpan.FromMinutes(1), () => probe.Runs.Count == 2);
        Assert.Equal(["late", "on time"], probe.Runs);
    }

    [Fact]
    public async Task A_start_without_a_missed_occurrence_runs_nothing_early()
    {
        await using (await TestApp.StartAsync(Options("0 0 * * * *"), new Probe()))
        {
            await Eventually.TrueAsync(StatusIsKept);
        }

        var times = new List<DateTimeOffset>();
        var probe = new Probe { Body = (_, _) => Note(times) };
        await using var app = await TestApp.StartAsync(Options("0 0 * * * *"), probe);
        await _time.AdvanceUntilAsync(TimeSpan.FromMinutes(1), () => probe.Runs.Count == 1);

        Assert.Equal(["on time"], probe.Runs);
        Assert.True(times[0] >= Start.AddMinutes(59.5));
    }

    [Fact]
    public async Task An_unmonitored_timer_forgets_what_it_missed()
    {
        await using (await TestApp.StartAsync(Options("0 0 * * * *", typeof(UnmonitoredFunction)), new Probe()))
        {
            await Eventually.TrueAsync(() => Directory.GetFiles(_data, "*.lease", SearchOption.AllDirectories).Length == 1);
        }

        _time.Advance(TimeSpan.FromHours(3));
        var probe = new Probe();
        await using var app = await TestApp.StartAsync(Options("0 0 * * * *", typeof(UnmonitoredFunction)), probe);
        await _time.AdvanceUntilAsync(TimeSpan.FromMinutes(1), () => probe.Runs.Count == 1);

        Assert.Equal(["on time, no status"], probe.Runs);
    }

    [Fact]
    public async Task A_run_that_outlasts_its_interval_is_not_run_twice_at_once_and_caught_up_once()
    {
        var release = new TaskCompletionSource();
        var probe = new Probe
        {
            Body = async (_, _) =>
            {
                await release.Task;
                return null;
            },
        };
        await using var app = await TestApp.StartAsync(Options("0 * * * * *"), probe);
        await _time.AdvanceUntilAsync(Step, () => probe.Runs.Count == 1);

        _time.Advance(TimeSpan.FromMinutes(10));
        release.SetResult();
        await Eventually.TrueAsync(() => probe.Runs.Count == 2);
        await Eventually.TrueAsync(() => Status()?.Last == _time.GetUtcNow().UtcDateTime);

        Assert.Equal(2, probe.Runs.Count);
        Assert.Equal(1, probe.MostRunning);
    }

    [Fact]
    public async Task RunOnStartup_runs_at_once()
    {
        var probe = new Probe();
        await using var app = await TestApp.StartAsync(Options("0 0 0 1 1 *", typeof(StartupFunction)), probe);

        Assert.Equal("on time", await probe.StartedAsync());
    }

    [Fact]
    public async Task A_failed_run_does_not_end_the_timer()
    {
        var probe = new Probe { Body = static (_, _) => throw new InvalidOperationException("this time") };
        await using var app = await TestApp.StartAsync(Options("0 * * * * *"), probe);

        await _time.AdvanceUntilAsync(Step, () => probe.Runs.Count == 3);
    }

    [Fact]
    public async Task The_function_sees_the_last_and_next_times()
    {
        var seen = new List<ScheduleStatus>();
        await using var app = await TestApp.StartAsync(
            Options("0 0 * * * *", typeof(StatusFunction)), builder => builder.Services.AddSingleton(seen));

        await _time.AdvanceUntilAsync(TimeSpan.FromMinutes(1), () => seen.Count == 2);

        Assert.Equal(default, seen[0].Last);
        Assert.Equal(new DateTime(2026, 3, 1, 11, 0, 0, DateTimeKind.Utc), seen[0].Next);
        Assert.True(seen[1].Last >= seen[0].Next);
        Assert.Equal(seen[1].Last.Date.AddHours(seen[1].Last.Hour + 1), seen[1].Next);
    }

    bool StatusIsKept() => Status() is not null;

    ScheduleStatus? Status()
        => Directory.GetFiles(_data, "Tick.json", SearchOption.AllDirectories) is [var path]
            ? System.Text.Json.JsonSerializer.Deserialize<ScheduleStatus>(File.ReadAllText(path))
            : null;

    Task<string?> Note(List<DateTimeOffset> times)
    {
        times.Add(_time.GetUtcNow());
        return Task.FromResult<string?>(null);
    }

    // The lease outlasts every test here, because renewal keeps real time and these tests move the clock in leaps.
    WorkerOptions Options(string schedule, Type? functions = null) => new()
    {
        FunctionTypes = [functions ?? typeof(TickFunction)],
        HostJson = "{}",
        Time = _time,
        TimerLease = TimeSpan.FromDays(1),
        DataDirectory = _data,
        Settings = new Dictionary<string, string?>
        {
            ["AzureWebJobsStorage"] = "UseDevelopmentStorage=true",
            ["Schedule"] = schedule,
        },
    };
}

public sealed class StartupFunction(Probe probe)
{
    [Function("Startup")]
    public Task RunAsync([TimerTrigger("%Schedule%", RunOnStartup = true)] TimerInfo timer, FunctionContext context)
        => probe.RunAsync(timer.IsPastDue ? "late" : "on time", context);
}

public sealed class UnmonitoredFunction(Probe probe)
{
    [Function("Unmonitored")]
    public Task RunAsync([TimerTrigger("%Schedule%", UseMonitor = false)] TimerInfo timer, FunctionContext context)
        => probe.RunAsync($"{(timer.IsPastDue ? "late" : "on time")}, {(timer.ScheduleStatus is null ? "no status" : "status")}", context);
}

public sealed class StatusFunction(List<ScheduleStatus> seen)
{
    [Function("Status")]
    public void Run([TimerTrigger("%Schedule%")] TimerInfo timer) => seen.Add(timer.ScheduleStatus!);
}
