using System.Globalization;
using System.Text;
using AssetFunctions.Local.Cosmos.Query.Values;

namespace AssetFunctions.Local.Cosmos.Query.Syntax;

/// <summary>Scalar expressions.</summary>
sealed partial class Printer
{
    void WriteOperation(params ReadOnlySpan<object> parts)
    {
        sql.Append('(');
        foreach (var part in parts)
        {
            if (part is Expression expression)
            {
                Write(expression);
            }
            else
            {
                sql.Append(part);
            }
        }

        sql.Append(')');
    }

    void Write(Expression expression)
    {
        switch (expression)
        {
            case Literal literal:
                WriteLiteral(literal.Value);
                break;
            case Identifier identifier:
                sql.Append(identifier.Name);
                break;
            case Parameter parameter:
                sql.Append(parameter.Name);
                break;
            case Property property:
                WriteTarget(property.Target);
                sql.Append('.').Append(property.Name);
                break;
            case Indexer indexer:
                Write(indexer.Target);
                sql.Append('[');
                Write(indexer.Index);
                sql.Append(']');
                break;
            case Unary unary:
                WriteOperation(OperatorText.Of(unary.Operator), unary.Operand);
                break;
            case Binary binary:
                WriteOperation(binary.Left, " ", OperatorText.Of(binary.Operator), " ", binary.Right);
                break;
            case Logical logical:
                sql.Append('(');
                WriteList(logical.Terms, Write, $" {OperatorText.Of(logical.Operator)} ");
                sql.Append(')');
                break;
            case Between between:
                WriteOperation(between.Value, Negation(between.IsNegated), " BETWEEN ", between.Low, " AND ", between.High);
                break;
            case Like like:
                WriteOperation(like.Value, Negation(like.IsNegated), " LIKE ", like.Pattern, like.Escape is null ? "" : " ESCAPE " + Quote(like.Escape));
                break;
            case Conditional conditional:
                WriteOperation(conditional.Test, " ? ", conditional.Then, " : ", conditional.Otherwise);
                break;
            case Coalesce coalesce:
                WriteOperation(coalesce.Value, " ?? ", coalesce.Fallback);
                break;
            default:
                WriteGroup(expression);
                break;
        }
    }

    /// <summary>The expressions that hold a list or a query.</summary>
    void WriteGroup(Expression expression)
    {
        switch (expression)
        {
            case In membership:
                sql.Append('(');
                Write(membership.Value);
                sql.Append(Negation(membership.IsNegated)).Append(" IN (");
                WriteList(membership.Items, Write);
                sql.Append("))");
                break;
            case ArrayLiteral array:
                sql.Append('[');
                WriteList(array.Items, Write);
                sql.Append(']');
                break;
            case ObjectLiteral literal:
                sql.Append('{');
                WriteList(literal.Members, Write);
                sql.Append('}');
                break;
            case FunctionCall call:
                sql.Append(call.Name).Append('(');
                WriteList(call.Arguments, Write);
                sql.Append(')');
                break;
            case AggregateCall aggregate:
                sql.Append(AggregateNames.Of(aggregate.Kind)).Append('(');
                Write(aggregate.Argument);
                sql.Append(')');
                break;
            case Subquery subquery:
                sql.Append(subquery.Kind == SubqueryKind.Scalar ? "" : subquery.Kind.ToString().ToUpperInvariant()).Append('(');
                Write(subquery.Query);
                sql.Append(')');
                break;
            case Placeholder placeholder:
                sql.Append('(').Append(placeholder.Text).Append(')');
                break;
        }
    }

    /// <summary>A number needs parentheses, or the dot after it would be its decimal point.</summary>
    void WriteTarget(Expression target)
    {
        if (target is Literal { Value: SqlNumber })
        {
            WriteOperation(target);
        }
        else
        {
            Write(target);
        }
    }

    void Write(ObjectMember member)
    {
        sql.Append(Quote(member.Name)).Append(": ");
        Write(member.Value);
    }

    void WriteLiteral(SqlValue value) => sql.Append(value switch
    {
        SqlNull => "null",
        SqlBoolean boolean => boolean.Value ? "true" : "false",
        SqlNumber number => number.Value.ToString("R", CultureInfo.InvariantCulture),
        SqlString text => Quote(text.Value),
        _ => "undefined",
    });

    static string Negation(bool isNegated) => isNegated ? " NOT" : "";

    static string Quote(string value)
    {
        var quoted = new StringBuilder("\"", value.Length + 2);
        foreach (var c in value)
        {
            quoted.Append(c switch
            {
                '"' or '\\' => $"\\{c}",
                < ' ' => $"\\u{(int)c:x4}",
                _ => c.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }
}
