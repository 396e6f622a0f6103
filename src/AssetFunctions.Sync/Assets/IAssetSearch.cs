using System.Buffers;
using SimpleBase;

namespace AssetFunctions.Sync.Assets;

/// <summary>Searches the registry. Transient failures throw <see cref="TransientStoreException"/>.</summary>
public interface IAssetSearch
{
    /// <summary>
    /// Reads one page of matching assets, in an order that is stable while the registry does not change. Takes one request with a network, two
    /// without; more in a database of many physical partitions where the matches are far apart. The current prices take another one per network found.
    /// </summary>
    /// <exception cref="InvalidContinuationException"><see cref="AssetSearchQuery.After"/> was not issued by this search.</exception>
    Task<AssetPage> SearchAsync(AssetSearchQuery query, CancellationToken cancellationToken);
}

/// <summary>Filter of a search. Null members match everything.</summary>
public sealed record AssetSearchQuery
{
    static readonly SearchValues<char> Base58Digits = SearchValues.Create(Base58Alphabet.Bitcoin.Value);

    /// <summary>Beginning of the symbol or the name in any case, or a whole contract address.</summary>
    public string? Text { get; init; }

    /// <summary>Network slug in lower case.</summary>
    public string? Network { get; init; }

    /// <summary><see cref="AssetPage.Continuation"/> of the previous page, or null for the first.</summary>
    public string? After { get; init; }

    /// <summary>Maximum assets per page, at least 1.</summary>
    public required int PageSize { get; init; }

    /// <summary>Whether <see cref="Text"/> is a contract address: an EVM one, a Solana mint, or that of a network's own coin.</summary>
    public bool IsAddress => Text is not null
        && (WalletAddress.IsEvm(Text)
            || string.Equals(Text, AssetIdentity.Native, StringComparison.OrdinalIgnoreCase)
            || (Text.Length is >= 32 and <= 44 && Text.AsSpan().IndexOfAnyExcept(Base58Digits) < 0));
}
