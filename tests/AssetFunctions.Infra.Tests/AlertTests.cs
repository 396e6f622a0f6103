using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Operations;
using AssetFunctions.Sync.Phases.Positions;
using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Telemetry;
using AssetFunctions.Sync.Wallets;
using AssetFunctions.Testing;
using AssetFunctions.Tests.Hosting;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace AssetFunctions.Infra.Tests;

/// <summary>Every alert reads a signal that the code emits, with the same wording, and has a runbook.</summary>
public sealed partial class AlertTests
{
    /// <summary>Metrics that the database's platform emits, see https://learn.microsoft.com/azure/cosmos-db/monitor-reference.</summary>
    static readonly string[] PlatformMetrics = ["TotalRequests", "NormalizedRUConsumption"];

    /// <summary>The table in which the workspace reports on itself, see https://learn.microsoft.com/azure/azure-monitor/logs/monitor-workspace. No quota limits it.</summary>
    const string WorkspaceTable = "_LogOperation";

    /// <summary>Functions that emit the events of level Information which alerts read.</summary>
    static readonly Dictionary<string, string> Emitters = new(StringComparer.Ordinal)
    {
        ["QueueState"] = "WatchQueues",
        ["RunSummary"] = "Positions",
        ["Scheduled"] = "ScheduleShard",
    };

    static readonly JsonElement Alerts = JsonDocument.Parse(InfraFiles.Read("alerts.json")).RootElement;

    public static TheoryData<string> LogAlerts() => [.. Alerts.GetProperty("logs").EnumerateArray().Select(Name)];

    [Fact]
    public void Poison_failures_age_throttling_budget_and_keys_are_monitored() => Assert.Empty(
        new[] { "poison-messages", "failed-runs", "queue-age", "database-throttled", "provider-budget", "rejected-key", "no-schedule-tick", "logs-over-quota" }.Except(Names()));

    [Theory]
    [MemberData(nameof(LogAlerts))]
    public void An_alert_reads_events_that_the_code_emits(string alert)
    {
        var events = Alert(alert).GetProperty("events").EnumerateArray().Select(one => one.GetString()!).ToList();
        var named = EventNames().Matches(Query(alert)).SelectMany(match => Quoted().Matches(match.Value)).Select(match => match.Groups["text"].Value);

        Assert.Equal(events.Order(StringComparer.Ordinal), named.Distinct().Order(StringComparer.Ordinal));
        Assert.All(events, name => Assert.True(Templates(name).Count > 0, $"No code emits an event named {name}."));
    }

    [Theory]
    [MemberData(nameof(LogAlerts))]
    public void An_alert_searches_for_words_that_the_events_contain(string alert)
    {
        var templates = Alert(alert).GetProperty("events").EnumerateArray().SelectMany(one => Templates(one.GetString()!)).ToList();
        var words = Conditions().Matches(Query(alert)).Select(match => match.Groups["text"].Value)
            .Concat(ParsePatterns().Matches(Query(alert)).SelectMany(match => Quoted().Matches(match.Groups["pattern"].Value)).Select(match => match.Groups["text"].Value));

        Assert.All(words, text => Assert.Contains(templates, template => Holds(template, text)));
    }

    [Theory]
    [MemberData(nameof(LogAlerts))]
    public void An_alert_has_balanced_quotes_and_brackets_and_a_window_no_shorter_than_its_interval(string alert)
    {
        var query = Query(alert);
        Assert.Equal(0, query.Count(character => character == '\'') % 2);
        Assert.Equal(query.Count(character => character == '('), query.Count(character => character == ')'));
        Assert.Matches($"^(AppTraces|{WorkspaceTable})\n", query.Split("= ", 2)[query.StartsWith("let ", StringComparison.Ordinal) ? 1 : 0]);
        Assert.True(Duration(alert, "window") >= Duration(alert, "every"));
        Assert.InRange(Alert(alert).GetProperty("severity").GetInt32(), 0, 4);
    }

    // A row of a sampled table represents as many rows as its ItemCount.
    [Theory]
    [MemberData(nameof(LogAlerts))]
    public void An_alert_counts_what_sampling_left_out(string alert) => Assert.DoesNotMatch(@"\bcount(if)?\(", Query(alert));

    [Fact]
    public void No_trace_is_sampled_and_the_host_lets_pass_what_the_alerts_read()
    {
        using var host = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "host.json")));
        var logging = host.RootElement.GetProperty("logging");
        var levels = logging.GetProperty("logLevel").EnumerateObject().ToDictionary(level => level.Name, level => level.Value.GetString(), StringComparer.Ordinal);
        var functions = ProductAssemblies.All.SelectMany(assembly => assembly.GetTypes()).SelectMany(type => type.GetMethods())
            .Select(method => method.GetCustomAttribute<FunctionAttribute>()?.Name).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var informational = Alerts.GetProperty("logs").EnumerateArray()
            .SelectMany(alert => alert.GetProperty("events").EnumerateArray()).Select(one => one.GetString()!)
            .Where(name => name == RunSummaryEvent.Id.Name || Events(name).Any(log => log.Level < LogLevel.Warning))
            .Distinct(StringComparer.Ordinal);

        Assert.Equal(["Exception", "Trace"], logging.GetProperty("applicationInsights").GetProperty("samplingSettings").GetProperty("excludedTypes").GetString()!.Split(';'));
        Assert.All(levels.Keys.Where(name => name.StartsWith("Function.", StringComparison.Ordinal)), name => Assert.Contains(name.Split('.')[1], functions));
        Assert.Equal("Warning", levels["Function"]);
        Assert.All(informational, name => Assert.Equal("Information", levels[$"Function.{Emitters[name]}.User"]));
    }

    [Fact]
    public void Alerts_on_the_database_read_metrics_of_its_platform() =>
        Assert.All(Alerts.GetProperty("databaseMetrics").EnumerateArray(), alert => Assert.Contains(alert.GetProperty("metric").GetString(), PlatformMetrics));

    // The average over all partitions hides one at its limit.
    [Fact]
    public void A_busy_partition_is_distinguished_from_idle_ones()
    {
        var busy = Alerts.GetProperty("databaseMetrics").EnumerateArray().Single(alert => Name(alert) == "database-busy");

        Assert.Equal(
            [("CollectionName", "Include", "*"), ("PhysicalPartitionId", "Include", "*")],
            busy.GetProperty("dimensions").EnumerateArray().Select(dimension => (
                dimension.GetProperty("name").GetString(), dimension.GetProperty("operator").GetString(), dimension.GetProperty("values").EnumerateArray().Single().GetString())));
        Assert.Contains("dimensions: alert.dimensions", BicepFile.Named("alerts.bicep").Of("resource").Single(one => one.Name == "metricAlerts").Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_alert_has_a_runbook_under_its_name_and_there_is_no_runbook_without_an_alert()
    {
        var page = InfraFiles.Read("README.md");
        var runbooks = page[page.IndexOf("## Runbooks", StringComparison.Ordinal)..];
        runbooks = runbooks[..runbooks.IndexOf("\n## ", 1, StringComparison.Ordinal)];

        Assert.Equal(Names().Order(StringComparer.Ordinal), Headings().Matches(runbooks).Select(match => match.Groups["name"].Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_state_of_a_queue_is_logged_in_the_words_that_the_alerts_parse()
    {
        var log = new CapturedEvents();
        var now = DateTimeOffset.UnixEpoch.AddDays(1);
        var watch = new QueueWatch(new FixedStates(new QueueState(7, now.AddSeconds(-901), 2)), new FixedClock(now), log.Create<QueueWatch>());

        await watch.RunAsync(CancellationToken.None);

        Assert.Equal(QueueNames.All.Order(StringComparer.Ordinal), log.Events.Select(one => ParseState(one.Message).Queue).Order(StringComparer.Ordinal));
        Assert.All(log.Events, one =>
        {
            Assert.Equal(new EventId(SyncEvents.QueueState, "QueueState"), one.Id);
            Assert.Equal("QueueState", one.Id.Name);
            Assert.Equal((901, 2), (ParseState(one.Message).Age, ParseState(one.Message).Poisoned));
        });
    }

    [Fact]
    public async Task A_queue_that_cannot_be_read_does_not_prevent_reports_on_the_others()
    {
        var log = new CapturedEvents();
        var watch = new QueueWatch(new FixedStates(new QueueState(0, null, 0), QueueNames.SyncAssets), TimeProvider.System, log.Create<QueueWatch>());

        await Assert.ThrowsAsync<IOException>(() => watch.RunAsync(CancellationToken.None));

        Assert.Equal(QueueNames.All.Count - 1, log.Events.Count);
        Assert.All(log.Events, one => Assert.Equal((0, 0), (ParseState(one.Message).Age, ParseState(one.Message).Poisoned)));
    }

    // The meaning of `parse Message with 'text' Name 'text'`: the texts in this order, with anything in between.
    static (string Queue, int Age, int Poisoned) ParseState(string message)
    {
        var pattern = ParsePatterns().Match(Query("queue-age")).Groups["pattern"].Value;
        var expression = string.Concat(PatternParts().Matches(pattern).Select(part =>
            part.Groups["text"].Success ? Regex.Escape(part.Groups["text"].Value) : $"(?<{part.Groups["column"].Value}>.*?)"));
        var match = Regex.Match(message, $"^{expression}$", RegexOptions.None, TimeSpan.FromSeconds(1));
        Assert.True(match.Success, message);
        return (match.Groups["Queue"].Value, int.Parse(match.Groups["AgeSeconds"].Value), int.Parse(match.Groups["Poisoned"].Value));
    }

    /// <summary>Message templates of the log events of that name in the product.</summary>
    static List<string> Templates(string eventName) => eventName == RunSummaryEvent.Id.Name
        ? ["{Text}"]
        : [.. Events(eventName).Select(log => log.Message)];

    static IEnumerable<LoggerMessageAttribute> Events(string eventName) =>
        ProductAssemblies.All.SelectMany(assembly => assembly.GetTypes())
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Select(method => (Method: method, Log: method.GetCustomAttribute<LoggerMessageAttribute>()))
            .Where(one => one.Log is not null && (one.Log.EventName ?? one.Method.Name) == eventName)
            .Select(one => one.Log!);

    // A text outside of the template may still be part of a placeholder's value, in whole words of the sources.
    static bool Holds(string template, string text) =>
        Regex.IsMatch(template, string.Concat(text.Split(EnumValue).Select((part, index) => (index == 0 ? string.Empty : @"\{\w+\}") + Regex.Escape(part))), RegexOptions.None, TimeSpan.FromSeconds(1))
        || (template.Contains('{', StringComparison.Ordinal) && ProductAssemblies.Sources.Any(source => source.Contains(text, StringComparison.Ordinal)));

    const string EnumValue = nameof(RunStatus.Failed);

    static IEnumerable<string> Names() =>
        Alerts.GetProperty("logs").EnumerateArray().Concat(Alerts.GetProperty("databaseMetrics").EnumerateArray()).Select(Name);

    static JsonElement Alert(string name) => Alerts.GetProperty("logs").EnumerateArray().Single(alert => Name(alert) == name);

    static string Query(string name) => string.Join('\n', Alert(name).GetProperty("query").EnumerateArray().Select(line => line.GetString()));

    static TimeSpan Duration(string alert, string member) => System.Xml.XmlConvert.ToTimeSpan(Alert(alert).GetProperty(member).GetString()!);

    static string Name(JsonElement alert) => alert.GetProperty("name").GetString()!;

    [GeneratedRegex(@"(?:EventName\)|Event) (?:==|in) (?:\([^)]*\)|'[^']*')", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex EventNames();

    [GeneratedRegex("'(?<text>[^']*)'", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Quoted();

    [GeneratedRegex("Message (?:contains|startswith) '(?<text>[^']*)'", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Conditions();

    [GeneratedRegex("parse Message with (?<pattern>.*)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ParsePatterns();

    [GeneratedRegex(@"'(?<text>[^']*)'|(?<column>\w+)(:long)?", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PatternParts();

    [GeneratedRegex("^### (?<name>[a-z-]+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Headings();

    sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }

    sealed class FixedStates(QueueState state, string? broken = null) : IQueueStates
    {
        public Task<QueueState> ReadAsync(string queue, CancellationToken cancellationToken) =>
            queue == broken ? Task.FromException<QueueState>(new IOException("The queue does not respond.")) : Task.FromResult(state);
    }
}
