using System.Numerics;
using System.Text;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Phases.Extract;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Runs;

namespace AssetFunctions.Sync.Tests.Phases.Extract;

public sealed class ChunkPlannerTests
{
    const int PositionsPerChunk = 90;

    [Fact]
    public void Chunks_are_nearly_full_but_for_the_last_and_know_their_run()
    {
        var chunks = Plan(TestRows.Positions(500));

        Assert.All(chunks.SkipLast(1), chunk => Assert.InRange(chunk.Positions.Count, PositionsPerChunk * 0.8, PositionsPerChunk));
        Assert.InRange(chunks[^1].Positions.Count, 1, PositionsPerChunk);
        Assert.All(chunks, chunk => Assert.Equal((chunks.Count, 500), (chunk.Run.ChunkCount, chunk.Run.PositionCount)));
    }

    [Fact]
    public void An_empty_wallet_is_one_chunk_that_covers_every_position()
    {
        var chunk = Assert.Single(Plan([]));

        Assert.Equal((PositionId.Prefix, PositionId.End), (chunk.Range.From, chunk.Range.To));
    }

    [Fact]
    public void The_ranges_of_the_chunks_cover_all_ids_and_contain_their_positions()
    {
        var chunks = Plan([.. TestRows.Positions(150), .. TestRows.Positions(150, "base"), .. TestRows.Positions(30, "new chain/1")]);

        Assert.Equal(PositionId.Prefix, chunks[0].Range.From);
        Assert.Equal(PositionId.End, chunks[^1].Range.To);
        Assert.All(chunks.Zip(chunks.Skip(1)), pair => Assert.Equal(pair.First.Range.To, pair.Second.Range.From));
        Assert.All(chunks, chunk => Assert.All(chunk.Positions.Select(PositionId.For), id => Assert.True(
            string.CompareOrdinal(id, chunk.Range.From) >= 0 && string.CompareOrdinal(id, chunk.Range.To) < 0)));
    }

    [Fact]
    public void The_same_wallet_has_the_same_chunks_whatever_the_order_of_its_rows()
    {
        var rows = TestRows.Positions(200);

        var first = Plan(rows);
        var second = Plan([.. rows.Reverse()]);

        Assert.Equal(first.Select(chunk => (chunk.Digest, chunk.Range, chunk.Run.Layout)), second.Select(chunk => (chunk.Digest, chunk.Range, chunk.Run.Layout)));
    }

    [Fact]
    public void A_changed_amount_changes_the_digest_of_its_chunk_only()
    {
        var rows = TestRows.Positions(100).ToList();
        var before = Plan(rows);
        rows[0] = rows[0] with { RawAmount = 5 };

        var changed = Plan(rows).Zip(before).Count(pair => pair.First.Digest != pair.Second.Digest);

        Assert.Equal(1, changed);
    }

    [Fact]
    public void A_changed_price_changes_no_digest()
    {
        var rows = TestRows.Positions(10);

        Assert.Equal(Plan(rows)[0].Digest, Plan([.. rows.Select(row => row with { PriceUsd = 99m })])[0].Digest);
    }

    [Fact]
    public void Rows_of_one_identity_are_added_up()
    {
        var row = TestRows.Position(amount: 5, decimals: 0) with { ProviderRef = "b" };
        var other = TestRows.Position(amount: 70, decimals: 1) with { ProviderRef = "a" };

        var merged = Assert.Single(Plan([row, other])[0].Positions);

        Assert.Equal((new BigInteger(120), 1, "a b"), (merged.RawAmount, merged.Decimals, merged.ProviderRef));
    }

    /// <summary>Family: two views of one balance. A coin beside its face, and one contract in two casings, are never a sum.</summary>
    [Theory]
    [InlineData(null, "0x0000000000000000000000000000000000001010", "native")]
    [InlineData(null, "0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE", "native")]
    [InlineData("0x000000000000000000000000000000000000abcd", "0x000000000000000000000000000000000000ABCD", "0x000000000000000000000000000000000000abcd")]
    public void Rows_whose_spellings_fold_to_one_asset_count_once(string? first, string second, string address)
    {
        ProviderPosition Row(string? stated, string id, long amount, decimal? price = null) => TestRows.Position(amount: amount, price: price) with
        {
            Asset = new AssetKey("polygon", address), StatedAddress = stated, ProviderRef = id,
        };
        ProviderPosition[] rows = [Row(first, "a", 500), Row(second, "b", 501, 0.5m), Row(first, "c", 20)];

        foreach (var order in new[] { rows, [.. rows.Reverse()] })
        {
            var kept = Assert.Single(Plan(order)[0].Positions);

            Assert.Equal((new BigInteger(520), "a c", 0.5m), (kept.RawAmount, kept.ProviderRef, kept.PriceUsd));
        }
    }

    [Fact]
    public void A_token_address_of_a_coin_alone_is_the_coin_with_its_amount()
    {
        var face = TestRows.Position(amount: 7, decimals: 6) with { Asset = new AssetKey("arc", "native"), StatedAddress = "0x3600000000000000000000000000000000000000" };

        Assert.Equal((new BigInteger(7), 6), (Plan([face])[0].Positions[0].RawAmount, Plan([face])[0].Positions[0].Decimals));
    }

    /// <summary>Family: scaled tokens and values without a price, added up.</summary>
    [Fact]
    public void Rows_of_one_identity_keep_or_get_a_common_scale_and_a_partial_value_is_unknown()
    {
        var row = TestRows.Position(amount: 30, decimals: 0, price: null) with { ProviderRef = "a", Scale = 4m, ValueUsd = 7m };
        var other = TestRows.Position(amount: 100, decimals: 1, price: null) with { ProviderRef = "b" };

        var same = Assert.Single(Plan([row, other with { Scale = 4.0m, ValueUsd = 5m }])[0].Positions);
        var mixed = Assert.Single(Plan([row, other])[0].Positions);

        Assert.Equal((new BigInteger(400), 1, 4m, 12m), (same.RawAmount, same.Decimals, same.Scale, same.ValueUsd));
        Assert.Equal((new BigInteger(400), 3.25m, null), (mixed.RawAmount, mixed.Scale, mixed.ValueUsd));
        Assert.Equal("130", RawAmounts.Text(mixed.RawAmount, mixed.Decimals, mixed.Scale));
    }

    [Fact]
    public void A_duplicate_row_counts_once_with_its_last_content()
    {
        var row = TestRows.Position(amount: 5) with { ProviderRef = "b" };
        var other = TestRows.Position(amount: 70) with { ProviderRef = "a" };

        var merged = Assert.Single(Plan([row, other, other, row with { RawAmount = 6 }])[0].Positions);

        Assert.Equal((new BigInteger(76), "a b"), (merged.RawAmount, merged.ProviderRef));
    }

    [Fact]
    public void Two_positions_with_one_ref_are_two()
    {
        var positions = Plan([TestRows.Position(1) with { ProviderRef = "a" }, TestRows.Position(2) with { ProviderRef = "a" }])[0].Positions;

        Assert.Equal(2, positions.Count);
    }

    [Fact]
    public void A_loan_and_a_deposit_of_the_same_token_are_separate()
    {
        var positions = Plan([TestRows.Position(type: PositionTypes.Deposit), TestRows.Position(type: PositionTypes.Loan), TestRows.Position()])[0].Positions;

        Assert.Equal(3, positions.Count);
    }

    [Fact]
    public void No_message_exceeds_48_KiB_however_long_the_texts_of_its_rows()
    {
        var random = new Random(1);
        var rows = TestRows.Positions(300).Select(row => row with
        {
            Facts = row.Facts with { Name = Noise(random, 160), Symbol = Noise(random, 64), IconUrl = Noise(random, 512) },
            Name = Noise(random, 160),
        });

        var messages = ChunkPlanner.Plan(TestRows.Run(), [.. rows], [], ExtractDefaults.MaxPositionsPerChunk);

        Assert.All(messages, message => Assert.InRange(Encoding.UTF8.GetByteCount(MessageCodec.Encode(message)), 1, MessageLimits.MaxMessageBytes));
        Assert.Equal(300, messages.Sum(message => message.Chunk.Positions.Count));
    }

    static IReadOnlyList<Chunk> Plan(IReadOnlyList<ProviderPosition> rows) =>
        [.. ChunkPlanner.Plan(TestRows.Run(), rows, [], PositionsPerChunk).Select(message => message.Chunk)];

    static string Noise(Random random, int length) =>
        string.Create(length, random, static (span, provider) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = (char)provider.Next(0x4E00, 0x9FFF);
            }
        });
}
