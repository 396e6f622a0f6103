namespace AssetFunctions.Sync.Tests;

public sealed class WalletAddressTests
{
    [Theory]
    [InlineData("0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045", "0xd8da6bf26964af9d7eed9e03e53415d37aa96045")]
    [InlineData(" 0XD8DA6BF26964AF9D7EED9E03E53415D37AA96045 ", "0xd8da6bf26964af9d7eed9e03e53415d37aa96045")]
    [InlineData("DYw8jCTfwHNRJhhmFcbXvVDTqWMEVFBX6ZKUmG5CNSKK", "DYw8jCTfwHNRJhhmFcbXvVDTqWMEVFBX6ZKUmG5CNSKK")]
    [InlineData("11111111111111111111111111111111", "11111111111111111111111111111111")]
    [InlineData("11111111111111111111111111111112", "11111111111111111111111111111112")]
    [InlineData("Vote111111111111111111111111111111111111111", "Vote111111111111111111111111111111111111111")]
    [InlineData("JEKNVnkbo3jma5nREBBJCDoXFVeKkD56V3xKrvRmWxFG", "JEKNVnkbo3jma5nREBBJCDoXFVeKkD56V3xKrvRmWxFG")]
    [InlineData("eth:0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045", "0xd8da6bf26964af9d7eed9e03e53415d37aa96045")]
    [InlineData("ARB1:0xd8da6bf26964af9d7eed9e03e53415d37aa96045", "0xd8da6bf26964af9d7eed9e03e53415d37aa96045")]
    [InlineData("binance-smart-chain:0xd8da6bf26964af9d7eed9e03e53415d37aa96045", "0xd8da6bf26964af9d7eed9e03e53415d37aa96045")]
    [InlineData("eip155:8453:0xd8da6bf26964af9d7eed9e03e53415d37aa96045", "0xd8da6bf26964af9d7eed9e03e53415d37aa96045")]
    [InlineData("solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp:JEKNVnkbo3jma5nREBBJCDoXFVeKkD56V3xKrvRmWxFG", "JEKNVnkbo3jma5nREBBJCDoXFVeKkD56V3xKrvRmWxFG")]
    [InlineData("solana:JEKNVnkbo3jma5nREBBJCDoXFVeKkD56V3xKrvRmWxFG", "JEKNVnkbo3jma5nREBBJCDoXFVeKkD56V3xKrvRmWxFG")]
    public void Address_has_one_canonical_form(string address, string expected)
    {
        Assert.True(WalletAddress.TryCanonicalize(address, out var canonical));
        Assert.Equal(expected, canonical);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0x12")]
    [InlineData("0xd8da6bf26964af9d7eed9e03e53415d37aa9604g")]
    [InlineData("vitalik.eth")]
    [InlineData("DYw8jCTfwHNRJhhmFcbXvVDTqWMEVFBX6ZKUmG5CNSK0")]
    [InlineData("zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz")]
    [InlineData("zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz")]
    [InlineData("JEKNVnkbo3jma5nREBBJCDoXFVeKkD56V3xKrvRmWxFH")]
    [InlineData("111111111111111111111111111111111")]
    [InlineData(":0xd8da6bf26964af9d7eed9e03e53415d37aa96045")]
    [InlineData("nochain:0xd8da6bf26964af9d7eed9e03e53415d37aa96045")]
    [InlineData("eip155:0:0xd8da6bf26964af9d7eed9e03e53415d37aa96045")]
    [InlineData("eip155:0x1:0xd8da6bf26964af9d7eed9e03e53415d37aa96045")]
    [InlineData("solana:0xd8da6bf26964af9d7eed9e03e53415d37aa96045")]
    [InlineData("eth:JEKNVnkbo3jma5nREBBJCDoXFVeKkD56V3xKrvRmWxFG")]
    [InlineData("eth:eth:0xd8da6bf26964af9d7eed9e03e53415d37aa96045")]
    [InlineData("1DYw8jCTfwHNRJhhmFcbXvVDTqWMEVFBX6ZKUmG5CNSK")]
    public void Other_text_is_refused(string? address) => Assert.False(WalletAddress.TryCanonicalize(address, out _));

    [Theory]
    [InlineData("0xd8da6bf26964af9d7eed9e03e53415d37aa96045", "0xd8da…6045")]
    [InlineData("short", "short")]
    public void Short_form_shows_both_ends(string address, string expected) => Assert.Equal(expected, WalletAddress.Shorten(address));
}
