namespace AssetFunctions.Cosmos;

/// <summary>The form in which positions and prices are written. Both forms are always read.</summary>
public enum WriteLayout
{
    /// <summary>A document per position and the price in the asset's document, as releases before pages write and read them.</summary>
    Documents,

    /// <summary>Positions and prices share pages: fewer and larger documents, at a fraction of the request units.</summary>
    Pages,
}
