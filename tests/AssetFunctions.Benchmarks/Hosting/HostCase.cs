using AssetFunctions.Benchmarks.Measuring;
using AssetFunctions.Benchmarks.Reporting;
using AssetFunctions.Local.Processes;
using AssetFunctions.Local.Stack;
using AssetFunctions.Testing;

namespace AssetFunctions.Benchmarks.Hosting;

/// <summary>
/// The local Functions host with a small app: how fast it starts, what an invocation costs by HTTP and by queue, what it holds in memory; and how
/// long a build of the function app takes when nothing has changed. A checkout without a host has its build measured alone.
/// </summary>
sealed class HostCase : ICheckoutCase
{
    const int Starts = 5;
    const int Callers = 16;
    const int RequestsPerSecond = 200;
    const int Messages = 1_000;
    const double Mebibyte = 1024 * 1024;
    const double MaxFirstInvocationSeconds = 3;

    static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);
    static readonly TimeSpan Load = TimeSpan.FromSeconds(10);

    public string Name => "host";

    public Task RunAsync(Report report) => RunAsync(report, Repository.Root);

    public async Task RunAsync(Report report, string checkout)
    {
        report.Note("build of src/AssetFunctions with nothing changed, median", (await IncrementalBuild.MedianAsync(checkout)).TotalSeconds, "s");
        if (!SpecimenHost.IsIn(checkout))
        {
            return;
        }

        var directory = Directory.CreateTempSubdirectory("asset-functions-host-").FullName;
        try
        {
            await using var azurite = await Azurite.StartAsync(new AzuriteOptions(RepositoryPaths.Find().LocalInfrastructure, directory), TimeProvider.System);
            var log = Path.Combine(directory, "host.log");
            await MeasureStartAsync(report, checkout, azurite.ConnectionString, log);
            await using var host = await SpecimenHost.StartAsync(checkout, azurite.ConnectionString, log);
            await MeasureHttpAsync(report, host);
            await MeasureQueueAsync(report, host, azurite.ConnectionString);
            var peaks = host.ReadPeaks();
            report.Note("peak working set of the host", peaks.Host / Mebibyte, "MiB");
            report.Note("peak working set of the worker", peaks.Worker / Mebibyte, "MiB");
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    static async Task MeasureStartAsync(Report report, string checkout, string storage, string log)
    {
        var (listening, invoked) = (new List<double>(), new List<double>());
        for (var start = 0; start < Starts; start++)
        {
            await using var host = await SpecimenHost.StartAsync(checkout, storage, log);
            listening.Add(host.UntilListening.TotalSeconds);
            invoked.Add(host.UntilFirstInvocation.TotalSeconds);
        }

        report.Note("start of the process to listening, median", Statistics.Median(listening), "s");
        report.AtMost("start of the process to the first invocation, median", Statistics.Median(invoked), "s", MaxFirstInvocationSeconds);
    }

    static async Task MeasureHttpAsync(Report report, SpecimenHost host)
    {
        await Throughput.RunAsync(_ => host.Http.GetByteArrayAsync(SpecimenHost.Get), WarmUp);
        var before = host.ReadCpu();
        var sent = 0;
        var rate = await Throughput.RunAsync(
            _ =>
            {
                Interlocked.Increment(ref sent);
                return host.Http.GetByteArrayAsync(SpecimenHost.Get);
            },
            Load);
        var cpu = host.ReadCpu() - before;
        var load = await OpenLoop.RunAsync(host.Http, SpecimenHost.Get, RequestsPerSecond, Load);
        report.Note($"HTTP GET: invocations per second, {Callers} callers", rate, "1/s");
        report.Note($"HTTP GET: median at {RequestsPerSecond} a second", load.Median, "ms");
        report.Note($"HTTP GET: p99 at {RequestsPerSecond} a second", load.P99, "ms");
        report.AtMost("HTTP GET: refused", load.Refused, "requests", 0);
        report.Note("HTTP GET: CPU of the host per invocation", cpu.Host.TotalMilliseconds / sent, "ms");
        report.Note("HTTP GET: CPU of the worker per invocation", cpu.Worker.TotalMilliseconds / sent, "ms");
    }

    static async Task MeasureQueueAsync(Report report, SpecimenHost host, string storage)
    {
        var queue = new TimedQueue(storage, SpecimenHost.Queue);
        await queue.TimeSinglesAsync();
        var latencies = await queue.TimeSinglesAsync();
        report.Note("one message through an idle host: median", Statistics.Percentile(latencies, 50), "ms");
        report.Note("one message through an idle host: p99", Statistics.Percentile(latencies, 99), "ms");
        var (time, cpu) = await queue.DrainAsync(host, Messages);
        report.Note("empty queue function: invocations per second", Messages / time.TotalSeconds, "1/s");
        report.Note("empty queue function: CPU of the host per message", cpu.Host.TotalMilliseconds / Messages, "ms");
        report.Note("empty queue function: CPU of the worker per message", cpu.Worker.TotalMilliseconds / Messages, "ms");
        report.AtMost("empty queue function: poison messages", await queue.CountPoisonAsync(), "messages", 0);
    }
}
