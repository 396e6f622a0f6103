namespace AssetFunctions.Local.Cosmos.Query.Syntax;

enum TokenKind
{
    End,
    Identifier,
    Keyword,
    Parameter,
    Number,
    String,
    Symbol,
}

/// <param name="Text">Keywords in capitals, strings without quotes and escapes, everything else as written.</param>
readonly record struct Token(TokenKind Kind, string Text, int Start, int End, double Number = 0)
{
    public bool IsKeyword(string keyword) => Kind == TokenKind.Keyword && Text == keyword;

    public bool IsSymbol(string symbol) => Kind == TokenKind.Symbol && Text == symbol;
}
