namespace AssetFunctions.Providers.JsonApi;

/// <summary>Receives the parts of a page in order of arrival. The bytes are valid only during the call.</summary>
interface IPageSink
{
    /// <summary>Receives one row, framed but not parsed: it may be any bytes.</summary>
    void OnRow(ReadOnlyMemory<byte> row);

    /// <summary>Receives the start of a row that exceeds the size limit.</summary>
    /// <param name="start">The first bytes of the row.</param>
    /// <param name="wellFramed">True if its brackets and quotes paired up. Otherwise it may have swallowed rows after it.</param>
    void OnOversizedRow(ReadOnlyMemory<byte> start, bool wellFramed);

    /// <summary>Receives the page's member about the next page.</summary>
    void OnLinks(ReadOnlyMemory<byte> links);
}

/// <summary>Parsing state of a page.</summary>
enum PageState
{
    /// <summary>The document has not ended: more bytes must follow, or the stream was cut.</summary>
    Open,

    /// <summary>The document ended and had an array of rows.</summary>
    Complete,

    /// <summary>The document ended without one.</summary>
    NoData,

    /// <summary>The bytes do not start a JSON object, e.g. an HTML page.</summary>
    NotJson,

    /// <summary>Something between the rows or after the document is not JSON, so the rest cannot be split into rows.</summary>
    Broken,
}
