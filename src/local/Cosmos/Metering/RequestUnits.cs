using AssetFunctions.Local.Cosmos.Items;

namespace AssetFunctions.Local.Cosmos.Metering;

/// <summary>
/// The request unit model. Sizes and charges of point reads and writes come from Microsoft's table in "Understand request
/// units consumption" (2026-04, session consistency, values Microsoft calls illustrative), interpolated between its rows.
/// </summary>
static class RequestUnits
{
    /// <summary>Charge of a request for metadata, a missing item or a refused request.</summary>
    public const double Minimum = 1.0;

    const double PerTerm = 0.2;
    const double PerPatchedProperty = 0.4;

    // The service publishes no formula for queries. The floor is the one the SDK's authors name in their ReadMany code; the
    // two rates add up to about 1 RU for each item of 1 KB returned, Microsoft's older statement for large results. The
    // filter is taken to be served by the index.
    const double QueryFloor = 2.8;
    const double PerRow = 0.33;
    const double PerKilobyteReturned = 0.66;

    static readonly double[] Reads = [1.00, 1.04, 1.14, 1.33, 1.67, 2.19, 4.76, 9.95, 20.28, 40.95, 145.90, 291.80];
    static readonly double[] Writes = [4.95, 6.29, 6.67, 7.04, 9.52, 11.23, 22.67, 48.19, 98.29, 184.57, 625.00, 1250.00];

    public static double PointRead(int bytes) => Interpolate(Reads, bytes);

    public static double Create(int bytes, int terms) => Round(Interpolate(Writes, bytes) + PerTerm * terms);

    public static double Delete(int bytes, int terms) => Round(Interpolate(Writes, bytes) + PerTerm * terms);

    /// <summary>A replacement is a deletion and an insertion that touches only the terms that differ.</summary>
    public static double Replace(int bytesBefore, int bytesAfter, int termsTouched) =>
        Round(Interpolate(Writes, bytesBefore) + Interpolate(Writes, bytesAfter) + PerTerm * termsTouched);

    public static double Patch(double replacement, int operations) => Round(replacement + PerPatchedProperty * operations);

    /// <summary>A page of a read or change feed costs what reading its items one by one would.</summary>
    public static double Feed(IEnumerable<Item> items) =>
        Round(Math.Max(Minimum, items.Sum(item => PointRead(item.ContentLength))));

    public static double Query(long rows, long bytesReturned) =>
        Round(QueryFloor + PerRow * rows + PerKilobyteReturned * (bytesReturned / 1024.0));

    static double Interpolate(double[] table, int bytes)
    {
        var kilobytes = bytes / 1024.0;
        if (kilobytes <= 1)
        {
            return table[0];
        }

        var row = Math.Min((int)Math.Log2(kilobytes), table.Length - 2);
        var share = kilobytes / (1 << row) - 1;
        return Round(table[row] + (table[row + 1] - table[row]) * share);
    }

    static double Round(double charge) => Math.Round(charge, 2);
}
