using System.Text.RegularExpressions;

namespace AssetFunctions.Local.Stack.Processes;

/// <summary>The first errors in the logs of the function apps, for information only: nothing depends on their wording.</summary>
sealed partial class LoggedErrors
{
    const int Max = 5;

    readonly List<string> _first = [];
    string? _open;

    /// <summary>Errors without repetitions, oldest first.</summary>
    public IReadOnlyList<string> First
    {
        get
        {
            lock (_first)
            {
                Add(_open);
                return [.. _first];
            }
        }
    }

    /// <summary>Reads a line of a log: time, level, category and message, or below an error its exception.</summary>
    public void Receive(string line)
    {
        lock (_first)
        {
            if (_open is { } error && Cause().Match(line) is { Success: true } cause)
            {
                // Its message says more than that of the engine, which only names the function.
                _open = null;
                Add($"{error.Split(": ", 2)[0]}: {cause.Groups["message"].Value}");
                return;
            }

            Add(_open);
            _open = line.Split(' ', 3, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is [_, "Error" or "Critical", var text] ? text : null;
        }
    }

    void Add(string? error)
    {
        if (error is not null && _first.Count < Max && !_first.Contains(error, StringComparer.Ordinal))
        {
            _first.Add(error);
        }
    }

    [GeneratedRegex(@"^  [\w.+`]+Exception: (?<message>.+)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Cause();
}
