namespace AssetFunctions.Local.Cosmos.Metering;

/// <summary>
/// The request unit model, a conservative reading of Microsoft's published figures: sizes include system properties and round up to the next row of
/// the table, a replacement costs a deletion and an insertion, and a query pays for each document it loads.
/// </summary>
static class RequestUnits
{
    static readonly UnitTable Table = UnitTable.Load();

    /// <summary>Charge of a request for metadata, a missing item, a refused request, or an item that has not changed.</summary>
    public static double Minimum => Table.Minimum;

    /// <summary>Charge of a query that loads no document.</summary>
    public static double QueryFloor => Table.QueryFloor;

    public static double PointRead(int bytes) => Table.At(Table.Read, bytes);

    public static double Create(int bytes, int terms) => Round(Table.At(Table.Write, bytes) + Table.Term * terms);

    public static double Delete(int bytes, int terms) => Create(bytes, terms);

    /// <summary>A replacement touches only the terms that differ.</summary>
    public static double Replace(int bytesBefore, int bytesAfter, int termsTouched) =>
        Round((Table.At(Table.Replace, bytesBefore) + Table.At(Table.Replace, bytesAfter)) / 2 + Table.Term * termsTouched);

    public static double Patch(double replacement, int operations) => Round(replacement + Table.PatchedProperty * operations);

    public static double RefusedPatch(int bytes) => Table.At(Table.RefusedPatch, bytes);

    /// <summary>Charge of one operation within a batch.</summary>
    public static double InBatch(double charge) => Round(charge * Table.Batch);

    /// <summary>A page of a read feed costs what reading its items one by one would.</summary>
    public static double Feed(IEnumerable<int> bytes) => Round(Math.Max(Minimum, bytes.Sum(PointRead)));

    /// <summary>Charge for one document that a query loads.</summary>
    public static double Load(int bytes) => Table.At(Table.Query, bytes) - Table.QueryFloor;

    public static double Round(double charge) => Math.Round(charge, 2);
}
