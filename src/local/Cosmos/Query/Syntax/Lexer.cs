using System.Globalization;
using System.Text;
using AssetFunctions.Local.Cosmos.Query.Values;

namespace AssetFunctions.Local.Cosmos.Query.Syntax;

/// <summary>Cuts SQL text into tokens, the last of which is always <see cref="TokenKind.End"/>.</summary>
sealed class Lexer(string text)
{
    /// <summary>Longest first, so that the first match is the right one.</summary>
    static readonly string[] Symbols =
    [
        ">>>", "<=", ">=", "!=", "<>", "||", "??", "<<", ">>",
        "(", ")", "[", "]", "{", "}", ",", ".", ":", "?", "=", "<", ">", "+", "-", "*", "/", "%", "&", "|", "^", "~",
    ];

    readonly List<Token> tokens = [];
    int position;

    public static IReadOnlyList<Token> Read(string text) => new Lexer(text).ReadAll();

    List<Token> ReadAll()
    {
        while (SkipBlanks())
        {
            tokens.Add(ReadToken());
        }

        tokens.Add(new Token(TokenKind.End, "", text.Length, text.Length));
        return tokens;
    }

    Token ReadToken()
    {
        var c = text[position];
        if (Keywords.IsNameStart(c))
        {
            return ReadWord();
        }

        if (char.IsAsciiDigit(c) || (c == '.' && char.IsAsciiDigit(Peek(1)) && !FollowsOperand()))
        {
            return ReadNumber();
        }

        return c switch
        {
            '"' or '\'' => ReadString(c),
            '@' when Keywords.IsNameStart(Peek(1)) => ReadParameter(),
            _ => ReadSymbol(),
        };
    }

    /// <summary>After an operand a dot is a member access, never the start of a number.</summary>
    bool FollowsOperand() =>
        tokens.Count > 0
        && (tokens[^1].Kind is TokenKind.Identifier or TokenKind.Parameter || tokens[^1].IsSymbol(")") || tokens[^1].IsSymbol("]"));

    /// <summary>Skips white space and comments; false at the end of the text.</summary>
    bool SkipBlanks()
    {
        while (position < text.Length)
        {
            if (char.IsWhiteSpace(text[position]))
            {
                position++;
            }
            else if (At("--"))
            {
                var end = text.AsSpan(position).IndexOfAny('\r', '\n');
                position = end < 0 ? text.Length : position + end;
            }
            else if (At("/*"))
            {
                var end = text.IndexOf("*/", position + 2, StringComparison.Ordinal);
                position = end < 0 ? throw Invalid("token", position, text.Length) : end + 2;
            }
            else
            {
                return true;
            }
        }

        return false;
    }

    Token ReadWord()
    {
        var start = position;
        var word = TakeName();
        return Keywords.TryGet(word, out var keyword)
            ? new Token(TokenKind.Keyword, keyword, start, position)
            : new Token(TokenKind.Identifier, word, start, position);
    }

    Token ReadParameter()
    {
        var start = position++;
        return new Token(TokenKind.Parameter, "@" + TakeName(), start, position);
    }

    string TakeName()
    {
        var start = position;
        while (position < text.Length && Keywords.IsNamePart(text[position]))
        {
            position++;
        }

        return text[start..position];
    }

    Token ReadNumber()
    {
        var start = position;
        if (text[position] == '0' && Peek(1) is 'x' or 'X')
        {
            return ReadHexadecimal();
        }

        SkipDigits();
        if (Peek(0) == '.')
        {
            position++;
            SkipDigits();
        }

        if (Peek(0) is 'e' or 'E')
        {
            position += Peek(1) is '+' or '-' ? 2 : 1;
            SkipDigits();
        }

        var digits = text.AsSpan(start, position - start);
        var isNumber = double.TryParse(digits, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number);
        if (!isNumber || !double.IsFinite(number) || Keywords.IsNamePart(Peek(0)))
        {
            TakeName();
            throw Invalid("numeric value token", start, position, "SC1011");
        }

        return new Token(TokenKind.Number, digits.ToString(), start, position, number);
    }

    Token ReadHexadecimal()
    {
        var start = position;
        position += 2;
        var digits = TakeName();
        return ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number)
            ? new Token(TokenKind.Number, text[start..position], start, position, number)
            : throw Invalid("numeric value token", start, position, "SC1011");
    }

    void SkipDigits()
    {
        while (char.IsAsciiDigit(Peek(0)))
        {
            position++;
        }
    }

    Token ReadString(char quote)
    {
        var start = position++;
        var value = new StringBuilder();
        while (Peek(0) != quote)
        {
            if (position >= text.Length)
            {
                throw Invalid("string literal token", start, position, "SC1012");
            }

            value.Append(text[position] == '\\' ? ReadEscape(start) : text[position++]);
        }

        position++;
        return new Token(TokenKind.String, value.ToString(), start, position);
    }

    char ReadEscape(int start)
    {
        var letter = Peek(1);
        position = Math.Min(position + 2, text.Length);
        if (letter == 'u' && position + 4 <= text.Length
            && ushort.TryParse(text.AsSpan(position, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit))
        {
            position += 4;
            return (char)unit;
        }

        return letter is '"' or '\'' or '\\' or '/' or 'b' or 'f' or 'n' or 'r' or 't'
            ? JsonText.SimpleEscape(letter)
            : throw Invalid("string literal token", start, position, "SC1012");
    }

    Token ReadSymbol()
    {
        var start = position;
        foreach (var symbol in Symbols)
        {
            if (At(symbol))
            {
                position += symbol.Length;
                return new Token(TokenKind.Symbol, symbol, start, position);
            }
        }

        throw Invalid("token", start, start + 1);
    }

    bool At(string symbol) => string.CompareOrdinal(text, position, symbol, 0, symbol.Length) == 0;

    char Peek(int offset) => position + offset < text.Length ? text[position + offset] : '\0';

    SqlQueryException Invalid(string what, int start, int end, string code = "SC1010")
    {
        const int longestExcerpt = 100;
        var excerpt = text[start..Math.Min(end, start + longestExcerpt)];
        return new SqlQueryException(start, end, code, $"Syntax error, invalid {what} '{excerpt}'.");
    }
}
