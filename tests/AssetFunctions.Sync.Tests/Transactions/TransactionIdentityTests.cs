using AssetFunctions.Sync.Transactions;
using static AssetFunctions.Testing.Fixtures.TransactionExamples;

namespace AssetFunctions.Sync.Tests.Transactions;

public sealed class TransactionIdentityTests
{
    [Fact]
    public void Identity_is_the_network_and_the_provider_id_only()
    {
        var row = Transaction(1);

        Assert.Equal(TransactionId.For(row), TransactionId.For(Transaction(2, minutes: 5) with { ProviderRef = row.ProviderRef }));
        Assert.NotEqual(TransactionId.For(row), TransactionId.For(row with { Network = "base" }));
        Assert.NotEqual(TransactionId.For(row), TransactionId.For(row with { ProviderRef = "ref-2" }));
        Assert.Matches("^tx:[0-9a-f]{32}$", TransactionId.For(row));
    }

    [Fact]
    public void All_stored_content_is_part_of_the_fingerprint()
    {
        var row = Transaction(1) with { Approvals = [new TransactionApproval { Item = Item("0xa", 1) }] };
        var transfer = row.Transfers[0];
        WalletTransaction[] changed =
        [
            row with { Hash = "0x9" },
            row with { Operation = "trade" },
            row with { Status = "failed" },
            row with { MinedAt = row.MinedAt.AddMilliseconds(1) },
            row with { Block = null },
            row with { Nonce = 77 },
            row with { From = null },
            row with { To = "0x9" },
            row with { Application = "App" },
            row with { Method = "swap" },
            row with { IsTrash = true },
            row with { Fee = null },
            row with { Fee = row.Fee! with { PriceUsd = null } },
            row with { Fee = row.Fee! with { Item = Item("native", 21_001) } },
            row with { Transfers = [] },
            row with { Transfers = [transfer, transfer] },
            row with { Transfers = [transfer with { PriceUsd = null }] },
            row with { Transfers = [transfer with { Direction = "in" }] },
            row with { Transfers = [transfer with { Sender = null }] },
            row with { Transfers = [transfer with { Recipient = null }] },
            row with { Transfers = [transfer with { Item = Item("0x9", 1) }] },
            row with { Transfers = [transfer with { Item = transfer.Item with { Decimals = 6 } }] },
            row with { Transfers = [transfer with { Item = transfer.Item with { Scale = 4m } }] },
            row with { Transfers = [transfer with { Item = transfer.Item with { Collectible = new Collectible("0xc", "1", null) } }] },
            row with { Approvals = [] },
            row with { Approvals = [row.Approvals[0] with { Spender = "0xs" }] },
            row with { Approvals = [row.Approvals[0] with { Owner = "0xs" }] },
        ];

        var fingerprints = changed.Prepend(row).Select(TransactionFingerprint.Of).ToList();

        Assert.Equal(fingerprints.Count, fingerprints.Distinct(StringComparer.Ordinal).Count());
    }

    /// <summary>Family: rollback. If the fingerprint changed, the release would rewrite every transaction once.</summary>
    [Fact]
    public void A_transaction_without_a_scale_has_the_fingerprint_from_before_scales_were_stored() =>
        Assert.Equal("MgmPwEXxxoMaZbRE", TransactionFingerprint.Of(Transaction(1)));

    [Fact]
    public void Facts_of_assets_and_the_notation_of_a_price_are_not_part_of_the_fingerprint()
    {
        var row = Transaction(1);
        var same = row with { Transfers = [row.Transfers[0] with { PriceUsd = 1.500m, Item = row.Transfers[0].Item with { Facts = null } }] };

        Assert.Equal(TransactionFingerprint.Of(row), TransactionFingerprint.Of(same));
    }
}
