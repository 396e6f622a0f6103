using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using AssetFunctions.Sync.Assets;

namespace AssetFunctions.Local.Providers.Samples;

/// <summary>Builds a page, one row per line, and the counts that a correct sync reports.</summary>
sealed class SamplePage(string name, string address, string description)
{
    static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    readonly List<string> _rows = [];
    readonly HashSet<AssetKey> _assets = [];
    int _trash;
    int _hidden;
    int _invalid;

    public string Name => name;

    public string Address => address;

    /// <summary>Adds a position that a sync keeps, or leaves out by its flags.</summary>
    public void Add(SampleRow row)
    {
        Write(row.ToJson());
        if (row.IsTrash)
        {
            _trash++;
        }
        else if (!row.IsDisplayable)
        {
            _hidden++;
        }
        else
        {
            _assets.Add(AssetIdentity.Canonicalize(row.Token.Network, row.Token.Address));
        }
    }

    /// <summary>Adds a position with a defect that a sync survives.</summary>
    public void AddOdd(SampleRow row, Action<JsonObject> change)
    {
        Add(row);
        _rows.RemoveAt(_rows.Count - 1);
        Write(Changed(row, change));
    }

    /// <summary>Adds a row that no sync can use.</summary>
    public void AddInvalid(SampleRow row, Action<JsonObject> change)
    {
        Write(Changed(row, change));
        _invalid++;
    }

    /// <summary>Replaces text in the last row with text that no JSON writer would produce.</summary>
    public void ReplaceInLast(string text, string replacement) => _rows[^1] = _rows[^1].Replace(text, replacement, StringComparison.Ordinal);

    /// <summary>The index entry of the wallet.</summary>
    /// <param name="history">Its transactions, if any.</param>
    public SampleWallet Entry(SampleHistory? history) => new()
    {
        Name = name,
        Address = address,
        Description = description,
        Rows = _rows.Count,
        Trash = _trash,
        Hidden = _hidden,
        Invalid = _invalid,
        Kept = _rows.Count - _trash - _hidden - _invalid,
        Assets = _assets.Count,
        Transactions = history?.Entry(),
    };

    public byte[] ToBytes() => Encoding.UTF8.GetBytes($"{Head(address)}{string.Join(",\n", _rows)}{Foot}");

    /// <summary>The text before the first row of a page.</summary>
    public static string Head(string address) =>
        $$"""{"links":{"self":"https://api.zerion.io/v1/wallets/{{address}}/positions/?currency=usd&filter[positions]=no_filter&filter[trash]=no_filter"},"data":[""" + "\n";

    /// <summary>The text after the last row of a page.</summary>
    public const string Foot = "\n]}\n";

    /// <summary>A row as it is written on a page.</summary>
    public static string Line(JsonObject row) => row.ToJsonString(Json);

    static JsonObject Changed(SampleRow row, Action<JsonObject> change)
    {
        var json = row.ToJson();
        change(json);
        return json;
    }

    void Write(JsonObject row) => _rows.Add(Line(row));
}
