namespace AssetFunctions.LocalWorker.Tests.Api;

#pragma warning disable CA1001, CA1019, CA1032, CA1034, CA1051, CA1063, CA1816, CA1822, CA2225, MA0016, MA0048, MA0051, RCS1194 // It exists to break rules of style.
public abstract class SpecimenBase;

/// <summary>One member of each kind that the public surface must not miss, and some that it must not show.</summary>
public abstract class Specimen : SpecimenBase, IDisposable
{
    public const int Limit = 3;

    protected int _seen;
    int _hidden;

    protected Specimen(string text = null!) => Name = text;

    private protected Specimen(int hidden) => Name = $"{_hidden = hidden}";

    public event EventHandler? Changed;

    public required string Name { get; init; }

    public string? Maybe { get; set; }

    public virtual int Guarded { get; protected set; }

    internal int Hidden => _hidden + _seen;

    public abstract int this[int index] { get; }

    public static bool operator !(Specimen specimen) => specimen is null;

    public static void Take<T>(ref T value, params T[] more)
        where T : class, new()
        => value = more[0];

    public string? Optional(List<string?> names, int? number) => number is null ? names[0] : Maybe;

    public void Dispose() => Changed?.Invoke(this, EventArgs.Empty);

    public override string ToString() => Name;

    protected interface ISpecimen;

    protected readonly struct Inner : ISpecimen;

    sealed class Private;
}
