using System.Text;
using AssetFunctions.Providers.JsonApi;

namespace AssetFunctions.Providers.Tests.JsonApi;

/// <summary>Records the parts of a page as text.</summary>
sealed class RecordingSink : IPageSink
{
    public List<string> Rows { get; } = [];

    public List<(string Start, bool WellFramed)> Oversized { get; } = [];

    public List<string> Links { get; } = [];

    public void OnRow(ReadOnlyMemory<byte> row) => Rows.Add(Encoding.UTF8.GetString(row.Span));

    public void OnOversizedRow(ReadOnlyMemory<byte> start, bool wellFramed) => Oversized.Add((Encoding.UTF8.GetString(start.Span), wellFramed));

    public void OnLinks(ReadOnlyMemory<byte> links) => Links.Add(Encoding.UTF8.GetString(links.Span));
}
