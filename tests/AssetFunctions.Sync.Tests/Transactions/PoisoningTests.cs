using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Transactions;
using static AssetFunctions.Testing.Fixtures.TransactionExamples;

namespace AssetFunctions.Sync.Tests.Transactions;

/// <summary>Family: poisoned histories. A genuine payment, a transfer of nothing, one of a fake token, and dust from a look-alike address.</summary>
public sealed class PoisoningTests
{
    const string Wallet = "0x0b4e113ca0b84bd00cee44e1f7373ee8cc630e60";
    const string Attacker = "0xe64ba38a4b958c72bc0d421150ba464636422485";

    static readonly SpamVerdict Fake = SpamVerdict.Spam(SpamSource.Rules, SpamReason.Impersonation);

    [Theory]
    [InlineData(Wallet, "out", 5_000_000_000, false, false)]
    [InlineData(Attacker, "out", 0, false, true)]
    [InlineData(Attacker, "out", 5_000_000_000, true, true)]
    [InlineData(Attacker, "in", 1, false, false)]
    [InlineData(Attacker, "in", 0, true, false)]
    [InlineData(Wallet, "out", 0, true, false)]
    [InlineData(Attacker, "out", 5_000_000_000, false, false)]
    [InlineData(null, "out", 0, true, false)]
    public void Only_outgoing_transfers_by_another_sender_of_zero_or_of_spam_are_poisoning(string? sender, string direction, long amount, bool isFake, bool poisons)
    {
        var transaction = Transaction(1) with
        {
            From = sender, Transfers = [new TransactionTransfer { Direction = direction, Item = Item("0xdac17f958d2ee523a2206206994597c13d831ec7", amount) }],
        };

        Assert.Equal(poisons, Poisoning.IsPoisoning(Wallet, transaction, transaction.Transfers[0], isFake ? Fake : SpamVerdict.Unknown));
    }
}
