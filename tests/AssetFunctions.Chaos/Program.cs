using System.Runtime.InteropServices;
using AssetFunctions.Chaos;
using AssetFunctions.Chaos.Checking;
using AssetFunctions.Chaos.Planning;
using AssetFunctions.Chaos.Reporting;
using AssetFunctions.Local.Processes;
using AssetFunctions.Local.Stack;

const int Sound = 0;
const int Broken = 1;
const int Misused = 2;
const int NotRun = 3;

if (ChaosArguments.Parse(args) is not { } arguments)
{
    await Console.Error.WriteLineAsync(ChaosArguments.Usage);
    return Misused;
}

using var stopping = new CancellationTokenSource();
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
try
{
    var clock = TimeProvider.System;
    var started = clock.GetTimestamp();
    var directory = Path.Combine(RepositoryPaths.Find().Root, "artifacts", "chaos", $"{arguments.Seed}{(arguments.Control is null ? string.Empty : $"-{arguments.Control}")}");
    var plan = Planner.Make(arguments);
    PlanFile.Write(directory, arguments, plan);
    Console.WriteLine(
        $"{clock.GetLocalNow():HH:mm:ss} seed {plan.Seed}: {plan.Wallets.Count} wallets, {plan.Requests.Count} requests and {plan.Faults.Count} faults in {plan.Length.TotalSeconds:F0} s");
    var expectations = new Expectations(plan);
    var findings = new Findings();
    var tally = new Tally();
    var disturbed = await Disturbed.RunAsync(arguments, plan, expectations, Path.Combine(directory, "disturbed"), findings, tally, clock, stopping.Token);
    if (arguments.Control is null || findings.All.Count == 0)
    {
        Console.WriteLine($"{clock.GetLocalNow():HH:mm:ss} the same without faults");
        var undisturbed = await Undisturbed.RunAsync(arguments, plan, expectations, Path.Combine(directory, "undisturbed"), findings, clock, stopping.Token);
        disturbed.Compare(undisturbed, findings);
    }

    await File.WriteAllLinesAsync(Path.Combine(directory, "findings.txt"), findings.All.Select(finding => $"{finding.Kind}: {finding.What}"), stopping.Token);
    Console.WriteLine($"{disturbed.Lines.Count} documents after {clock.GetElapsedTime(started).TotalSeconds:F0} s");
    ChaosTable.Print(Console.Out, tally, findings, directory);
    return findings.All.Count == 0 ? Sound : Broken;
}
catch (Exception ex) when (ex is StackException or ProcessException or OperationCanceledException)
{
    await Console.Error.WriteLineAsync(ex.Message);
    return NotRun;
}

// The stack is stopped however the run ends.
void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stopping.Cancel();
}
