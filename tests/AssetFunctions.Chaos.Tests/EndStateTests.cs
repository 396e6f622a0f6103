using AssetFunctions.Chaos.Checking;
using AssetFunctions.Chaos.Reporting;

namespace AssetFunctions.Chaos.Tests;

public sealed class EndStateTests
{
    [Fact]
    public void Missing_different_and_surplus_documents_are_found()
    {
        var findings = new Findings();

        Of(("a", "1"), ("b", "2"), ("d", "4")).Compare(Of(("a", "1"), ("b", "3"), ("c", "3")), findings);

        Assert.Equal(
            [(Wrong.Differing, "b: 2; undisturbed 3"), (Wrong.Lost, "c: 3"), (Wrong.Differing, "d: 4; undisturbed not there")],
            findings.All);
    }

    [Fact]
    public void Equal_states_have_no_findings()
    {
        var findings = new Findings();

        Of(("a", "1"), ("b", "2")).Compare(Of(("b", "2"), ("a", "1")), findings);

        Assert.Empty(findings.All);
    }

    static EndState Of(params (string Key, string Text)[] lines) => new(lines.ToDictionary(line => line.Key, line => line.Text, StringComparer.Ordinal));
}
