namespace AssetFunctions.Local.Cosmos.Query.Syntax;

/// <summary>Where a node was written. All spans are equal: two spellings of one expression are the same expression.</summary>
readonly struct TextSpan(int start, int end) : IEquatable<TextSpan>
{
    public int Start => start;

    public int End => end;

    public bool Equals(TextSpan other) => true;

    public override bool Equals(object? obj) => obj is TextSpan;

    public override int GetHashCode() => 0;
}
