namespace AssetFunctions.Local.Cosmos.Query.Values;

/// <summary>Types in the order in which ORDER BY ranks them.</summary>
enum SqlType
{
    Undefined,
    Null,
    Boolean,
    Number,
    String,
    Array,
    Object,
}
