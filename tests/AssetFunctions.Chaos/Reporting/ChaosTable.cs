using AssetFunctions.Chaos.Checking;
using AssetFunctions.Chaos.Injecting;
using AssetFunctions.Chaos.Planning;
using AssetFunctions.Chaos.Requests;

namespace AssetFunctions.Chaos.Reporting;

/// <summary>The report of a run on the console.</summary>
static class ChaosTable
{
    const int MostShown = 25;
    const int NameWidth = 34;

    static readonly string[] Ends = ["completed", "partial", "failed", "running", "overtaken"];

    public static void Print(TextWriter target, Tally tally, Findings findings, string directory)
    {
        target.WriteLine("injected");
        foreach (var kind in Enum.GetNames<FaultKind>())
        {
            Line(kind);
        }

        foreach (var status in (string[])["0", "408", "429", "449", "503"])
        {
            Line($"database requests ended {status}");
        }

        Line("earlier messages");
        target.WriteLine("requested");
        foreach (var kind in Enum.GetNames<RequestKind>())
        {
            Line(kind);
        }

        target.WriteLine("seen");
        foreach (var name in Ends.Select(end => end).Concat(
            [
                Settling.RequestedAgain, Settling.Poisoned, ProcessFaults.HostEnded, "RefreshRefused", "BothStarted", ApiReader.Reads, ApiReader.Failed, "price points",
                "database requests reported", "database requests counted",
            ]))
        {
            Line(name);
        }

        foreach (var (kind, what) in findings.All.Take(MostShown))
        {
            target.WriteLine($"{kind}: {what}");
        }

        if (findings.All.Count > MostShown)
        {
            target.WriteLine($"… and {findings.All.Count - MostShown} more in {directory}");
        }

        target.WriteLine(
            $"lost {findings.Count(Wrong.Lost)}, duplicated {findings.Count(Wrong.Duplicated)}, "
            + $"differing {findings.Count(Wrong.Differing)}, untruthful {findings.Count(Wrong.Untruthful)}");

        void Line(string name) => target.WriteLine($"   {name.PadRight(NameWidth)}{tally[name],8}");
    }
}
