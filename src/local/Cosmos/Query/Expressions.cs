using System.Buffers;
using System.Text.Json;

namespace AssetFunctions.Local.Cosmos.Query;

/// <summary>An expression over one document.</summary>
abstract class Expression
{
    /// <summary>The direct subexpressions.</summary>
    public virtual IEnumerable<Expression> Operands => [];

    public abstract JsonElement Evaluate(JsonElement document);

    /// <summary>The value as a condition; null when undefined or not a boolean.</summary>
    public virtual bool? Test(JsonElement document) => Evaluate(document).ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };
}

sealed class Literal(JsonElement value) : Expression
{
    public JsonElement Value => value;

    /// <summary>The text of a string; null for any other value.</summary>
    public string? Text { get; } = value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    public override JsonElement Evaluate(JsonElement document) => value;
}

/// <summary>A path such as <c>c.a["b"][0]</c>.</summary>
/// <param name="steps">Member names and element indexes; empty for the document itself.</param>
sealed class MemberPath(string alias, IReadOnlyList<JsonElement> steps) : Expression
{
    readonly (string? Name, int Index)[] _steps = [.. steps.Select(StepOf)];

    /// <summary>The member under which a SELECT list shows the path; null when it ends in an element.</summary>
    public string? LastName => _steps.Length == 0 ? alias : _steps[^1].Name;

    /// <summary>The steps as an indexing policy names them.</summary>
    public IEnumerable<string> Names => _steps.Select(step => step.Name ?? "[]");

    public bool IsRoot => _steps.Length == 0;

    public bool IsId => _steps is [{ Name: "id" }];

    public override JsonElement Evaluate(JsonElement document)
    {
        foreach (var (name, index) in _steps)
        {
            document = document.ValueKind switch
            {
                JsonValueKind.Object when name is not null && document.TryGetProperty(name, out var member) => member,
                JsonValueKind.Array when name is null && index >= 0 && index < document.GetArrayLength() => document[index],
                _ => JsonValues.Undefined,
            };
        }

        return document;
    }

    static (string? Name, int Index) StepOf(JsonElement step) => step.ValueKind switch
    {
        JsonValueKind.String => (step.GetString(), 0),
        JsonValueKind.Number when step.TryGetInt32(out var index) => (null, index),
        _ => (null, -1),
    };
}

/// <summary>An expression that is true, false or undefined.</summary>
abstract class Condition : Expression
{
    public abstract override bool? Test(JsonElement document);

    public sealed override JsonElement Evaluate(JsonElement document) => JsonValues.Of(Test(document));
}

/// <summary>Equality needs two defined values; order needs two scalars of one type.</summary>
sealed class Comparison(string op, Expression left, Expression right) : Condition
{
    public string Operator => op;

    public Expression Left => left;

    public Expression Right => right;

    public override IEnumerable<Expression> Operands => [left, right];

    public override bool? Test(JsonElement document)
    {
        var (a, b) = (left.Evaluate(document), right.Evaluate(document));
        if (!a.IsDefined() || !b.IsDefined())
        {
            return null;
        }

        if (op is "=" or "!=" or "<>")
        {
            var isEqual = right is Literal { Text: { } text } ? a.ValueKind == JsonValueKind.String && a.ValueEquals(text) : JsonValues.AreEqual(a, b);
            return isEqual == (op is "=");
        }

        var (x, y) = (SortKey.Of(a), SortKey.Of(b));
        return !SortKey.AreComparable(x, y) ? null : (op, SortKey.Compare(x, y)) switch
        {
            ("<", var order) => order < 0,
            ("<=", var order) => order <= 0,
            (">", var order) => order > 0,
            (_, var order) => order >= 0,
        };
    }
}

/// <summary>A chain of AND or of OR in one flat node: clients write filters with a thousand terms.</summary>
sealed class Chain(bool isAnd, IReadOnlyList<Expression> terms) : Condition
{
    public bool IsAnd => isAnd;

    public IReadOnlyList<Expression> Terms => terms;

    public override IEnumerable<Expression> Operands => terms;

    /// <summary>One decisive term settles the chain; otherwise a non-boolean term makes it undefined.</summary>
    public override bool? Test(JsonElement document)
    {
        bool? result = isAnd;
        foreach (var term in terms)
        {
            var value = term.Test(document);
            if (value == !isAnd)
            {
                return value;
            }

            result = value is null ? null : result;
        }

        return result;
    }
}

sealed class Not(Expression operand) : Condition
{
    public override IEnumerable<Expression> Operands => [operand];

    public override bool? Test(JsonElement document) => !operand.Test(document);
}

sealed class In(Expression value, IReadOnlyList<Expression> items) : Condition
{
    readonly HashSet<string>? _texts = items.All(item => item is Literal { Text: not null })
        ? items.Select(item => ((Literal)item).Text!).ToHashSet(StringComparer.Ordinal)
        : null;

    public Expression Value => value;

    public IReadOnlyList<Expression> Items => items;

    public override IEnumerable<Expression> Operands => items.Prepend(value);

    public override bool? Test(JsonElement document)
    {
        var candidate = value.Evaluate(document);
        if (_texts is not null || !candidate.IsDefined())
        {
            return !candidate.IsDefined() ? null : candidate.ValueKind == JsonValueKind.String && _texts!.Contains(candidate.GetString()!);
        }

        var others = items.Select(item => item.Evaluate(document)).ToList();
        return others.Exists(other => other.IsDefined() && JsonValues.AreEqual(candidate, other)) ? true
            : others.TrueForAll(other => other.IsDefined()) ? false
            : null;
    }
}

/// <summary>An array, or an object when the parts have names. Undefined parts are left out.</summary>
sealed class Composition(IReadOnlyList<(string? Name, Expression Value)> parts, bool isObject) : Expression
{
    public override IEnumerable<Expression> Operands => parts.Select(part => part.Value);

    public override JsonElement Evaluate(JsonElement document) => JsonElement.Parse(Write(document), new JsonDocumentOptions { MaxDepth = 512 });

    /// <summary>The value as JSON text.</summary>
    public byte[] Write(JsonElement document)
    {
        var json = new ArrayBufferWriter<byte>();
        json.Write(isObject ? "{"u8 : "["u8);
        foreach (var (name, part) in parts)
        {
            var value = part.Evaluate(document);
            if (!value.IsDefined())
            {
                continue;
            }

            json.Write(json.WrittenCount > 1 ? ","u8 : default);
            if (name is not null)
            {
                json.Write(JsonValues.Of(name).Utf8());
                json.Write(":"u8);
            }

            json.Write(value.Utf8());
        }

        json.Write(isObject ? "}"u8 : "]"u8);
        return json.WrittenSpan.ToArray();
    }
}
