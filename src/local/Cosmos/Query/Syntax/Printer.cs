using System.Text;

namespace AssetFunctions.Local.Cosmos.Query.Syntax;

/// <summary>
/// Writes a tree as SQL on one line. Every operation is in parentheses, as in the service's own rewritten queries,
/// so the text needs no precedence rules to read back as the same tree.
/// </summary>
sealed partial class Printer
{
    readonly StringBuilder sql = new();

    public static string Print(SelectQuery query)
    {
        var printer = new Printer();
        printer.Write(query);
        return printer.sql.ToString();
    }

    public static string Print(Expression expression)
    {
        var printer = new Printer();
        printer.Write(expression);
        return printer.sql.ToString();
    }

    void Write(SelectQuery query)
    {
        sql.Append("SELECT ").Append(query.Select.IsDistinct ? "DISTINCT " : "");
        WriteClause(query.Select.Top, "TOP ", " ");
        Write(query.Select.Selection);
        if (query.Sources.Count > 0)
        {
            sql.Append(" FROM ");
            WriteList(query.Sources, Write, " JOIN ");
        }

        WriteClause(query.Where, " WHERE ");
        if (query.GroupBy.Count > 0)
        {
            sql.Append(" GROUP BY ");
            WriteList(query.GroupBy, Write);
        }

        if (query.OrderBy.Count > 0)
        {
            sql.Append(" ORDER BY ");
            WriteList(query.OrderBy, Write);
        }

        WriteClause(query.Offset, " OFFSET ");
        WriteClause(query.Limit, " LIMIT ");
    }

    void WriteClause(Expression? expression, string before, string after = "")
    {
        if (expression is not null)
        {
            sql.Append(before);
            Write(expression);
            sql.Append(after);
        }
    }

    void Write(Selection selection)
    {
        switch (selection)
        {
            case SelectAll:
                sql.Append('*');
                break;
            case SelectValue value:
                sql.Append("VALUE ");
                Write(value.Value);
                break;
            case SelectList list:
                WriteList(list.Items, Write);
                break;
        }
    }

    void Write(SelectItem item)
    {
        Write(item.Value);
        sql.Append(item.Alias is null ? "" : " AS " + item.Alias);
    }

    void Write(Source source)
    {
        sql.Append(source.IsIteration ? source.Alias + " IN " : "");
        Write(source.Collection);
        sql.Append(source.IsIteration || source.Alias is null ? "" : " AS " + source.Alias);
    }

    void Write(OrderByItem item)
    {
        Write(item.Value);
        sql.Append(item.Direction switch
        {
            SortDirection.Ascending => " ASC",
            SortDirection.Descending => " DESC",
            _ => "",
        });
    }

    void WriteList<T>(IEnumerable<T> items, Action<T> write, string separator = ", ")
    {
        var isFirst = true;
        foreach (var item in items)
        {
            sql.Append(isFirst ? "" : separator);
            write(item);
            isFirst = false;
        }
    }
}
