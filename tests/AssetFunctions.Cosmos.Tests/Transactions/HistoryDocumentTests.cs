using System.Text.Json;
using System.Text.Json.Nodes;
using AssetFunctions.Cosmos.Documents;
using AssetFunctions.Sync.Transactions;
using static AssetFunctions.Testing.Fixtures.TransactionExamples;

namespace AssetFunctions.Cosmos.Tests.Transactions;

/// <summary>Two releases side by side, or a rollback: each reads histories that the other has stored.</summary>
public sealed class HistoryDocumentTests
{
    static readonly TransactionBackfill Backfill = new() { RunId = "run", StartedAt = Noon, Page = 3 };

    [Fact]
    public void Members_stored_by_the_previous_version_are_ignored()
    {
        var history = History();
        var stored = JsonNode.Parse(TextOf(history))!;
        var backfill = stored["walk"]!;
        backfill["to"] = "2026-03-01T12:00:00.000Z";
        backfill["isSecondTry"] = true;
        backfill["leg"] = "head";
        backfill["isPaused"] = true;

        var read = TransactionMapper.ToHistory(stored.Deserialize(CosmosJson.Default.HistoryDocument)!);

        Assert.Equal(history with { Backfill = null }, read with { Backfill = null });
        Assert.Equal(history.Backfill! with { Seen = [] }, read.Backfill! with { Seen = [] });
        Assert.Equal(history.Backfill.Seen, read.Backfill.Seen);
    }

    [Theory]
    [InlineData(true, false, false, "cursor", "head", false)]
    [InlineData(true, true, false, "cursor", "head", true)]
    [InlineData(true, true, true, "cursor", "head", false)]
    [InlineData(true, true, false, null, "head", false)]
    [InlineData(false, false, false, "cursor", "backfill", false)]
    [InlineData(false, true, false, null, "backfill", false)]
    public void Previous_version_finds_the_members_that_it_continues_from(bool isHead, bool hasEnded, bool isSuspended, string? cursor, string leg, bool isPaused)
    {
        var backfill = Backfill with { From = isHead ? Noon.AddHours(-1) : null, HasEnded = hasEnded, IsSuspended = isSuspended, Cursor = cursor };

        var stored = JsonNode.Parse(TextOf(new TransactionHistory { Newest = Noon, Oldest = Noon.AddDays(-1), Backfill = backfill }))!["walk"]!;

        Assert.Equal((leg, isPaused), ((string?)stored["leg"], (bool)stored["isPaused"]!));
    }

    static string TextOf(TransactionHistory history) =>
        JsonSerializer.Serialize(TransactionMapper.ToDocument("0x1", history), CosmosJson.Default.HistoryDocument);
}
