using System.Text;
using System.Text.Json.Nodes;
using AssetFunctions.Sync.Assets;

namespace AssetFunctions.Local.Providers.Samples;

/// <summary>Builds the transactions of a wallet, one per line, and the counts that a correct sync reports.</summary>
/// <param name="wallet">Short name of the wallet.</param>
/// <param name="address">Its address.</param>
sealed class SampleHistory(string wallet, string address)
{
    readonly List<string> _rows = [];
    readonly HashSet<AssetKey> _assets = [];
    int _trash;
    int _invalid;

    public string Wallet => wallet;

    public string Address => address;

    /// <summary>Adds a transaction that a sync keeps.</summary>
    public void Add(SampleTransaction transaction) => AddOdd(transaction, _ => { });

    /// <summary>Adds a transaction with a defect that a sync survives.</summary>
    public void AddOdd(SampleTransaction transaction, Action<JsonObject> change)
    {
        Write(transaction, change);
        if (transaction.IsTrash)
        {
            _trash++;
            return;
        }

        var tokens = transaction.Movements.Select(movement => movement.Token).OfType<Token>().Where(token => token.Network == transaction.Network);
        _assets.UnionWith(tokens.Select(token => AssetIdentity.Canonicalize(token.Network, token.Address)));
    }

    /// <summary>Adds a row that no sync can use.</summary>
    public void AddInvalid(SampleTransaction transaction, Action<JsonObject> change)
    {
        Write(transaction, change);
        _invalid++;
    }

    public SampleTransactions Entry() => new()
    {
        Rows = _rows.Count,
        Invalid = _invalid,
        Kept = _rows.Count - _invalid,
        Trash = _trash,
        Assets = _assets.Count,
    };

    public byte[] ToBytes() => Encoding.UTF8.GetBytes($"{{\"data\":[\n{string.Join(",\n", _rows)}{SamplePage.Foot}");

    void Write(SampleTransaction transaction, Action<JsonObject> change)
    {
        var json = transaction.ToJson();
        change(json);
        _rows.Add(SamplePage.Line(json));
    }
}
