namespace AssetFunctions.Providers.JsonApi;

/// <summary>Takes the parts of a page in the order they arrive. The bytes are only valid during the call.</summary>
interface IPageSink
{
    /// <summary>One row, framed but not yet parsed: it may be any bytes.</summary>
    void OnRow(ReadOnlyMemory<byte> row);

    /// <summary>One row that exceeds the bound on rows.</summary>
    /// <param name="start">The first bytes of the row.</param>
    /// <param name="wellFramed">Whether its brackets and quotes paired up. If not, it may have swallowed rows that follow it.</param>
    void OnOversizedRow(ReadOnlyMemory<byte> start, bool wellFramed);

    /// <summary>What the page says about the next one.</summary>
    void OnLinks(ReadOnlyMemory<byte> links);
}

/// <summary>How far a page was understood.</summary>
enum PageState
{
    /// <summary>The document has not ended: more bytes must follow, or the stream was cut.</summary>
    Open,

    /// <summary>The document ended properly and held an array of rows.</summary>
    Complete,

    /// <summary>The document ended without one.</summary>
    NoData,

    /// <summary>The bytes do not start a JSON object, e.g. an HTML page.</summary>
    NotJson,

    /// <summary>Something between the rows or after the document is not JSON; what follows cannot be told apart.</summary>
    Broken,
}
