using System.Buffers;
using SimpleBase;

namespace AssetFunctions.Sync.Assets;

/// <summary>Finds assets of the registry. Transient failures throw <see cref="TransientStoreException"/>.</summary>
public interface IAssetSearch
{
    /// <summary>
    /// Reads one page of the assets that match, in an order that stays the same as long as the registry does. One request where the network is
    /// known, else two; in a database of many physical partitions some more for a page whose matches lie apart.
    /// </summary>
    /// <exception cref="InvalidContinuationException"><see cref="AssetSearchQuery.After"/> is no continuation that this search gave.</exception>
    Task<AssetPage> SearchAsync(AssetSearchQuery query, CancellationToken cancellationToken);
}

/// <summary>Which assets are wanted. Null members do not filter.</summary>
public sealed record AssetSearchQuery
{
    static readonly SearchValues<char> Base58Digits = SearchValues.Create(Base58Alphabet.Bitcoin.Value);

    /// <summary>Beginning of the symbol or the name in any case, or a whole contract address.</summary>
    public string? Text { get; init; }

    /// <summary>Network slug in lower case.</summary>
    public string? Network { get; init; }

    /// <summary>What the page before told as <see cref="AssetPage.Continuation"/>, or null for the first page.</summary>
    public string? After { get; init; }

    /// <summary>Most assets of a page, at least 1.</summary>
    public required int PageSize { get; init; }

    /// <summary>Whether <see cref="Text"/> is a contract address: an EVM one, a Solana mint, or that of a network's own coin.</summary>
    public bool IsAddress => Text is not null
        && (WalletAddress.IsEvm(Text)
            || string.Equals(Text, AssetIdentity.Native, StringComparison.OrdinalIgnoreCase)
            || (Text.Length is >= 32 and <= 44 && Text.AsSpan().IndexOfAnyExcept(Base58Digits) < 0));
}
