namespace AssetFunctions.Cosmos;

/// <summary>Form in which positions and prices are written. Both forms are read, whichever is written.</summary>
public enum WriteLayout
{
    /// <summary>A document per position and the price in the asset's document, as releases before pages read them.</summary>
    Documents,

    /// <summary>Pages of positions and prices.</summary>
    Pages,
}
