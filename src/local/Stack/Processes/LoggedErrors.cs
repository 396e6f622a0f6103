namespace AssetFunctions.Local.Stack.Processes;

/// <summary>The first errors in the logs of the function apps, for information only: nothing depends on their wording.</summary>
sealed class LoggedErrors
{
    const int Max = 5;

    readonly List<string> _first = [];

    /// <summary>Errors without repetitions, oldest first.</summary>
    public IReadOnlyList<string> First
    {
        get
        {
            lock (_first)
            {
                return [.. _first];
            }
        }
    }

    /// <summary>Reads a line of a log: time, level, category and message.</summary>
    public void Receive(string line)
    {
        if (line.Split(' ', 3, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is not [_, "Error" or "Critical", var error])
        {
            return;
        }

        lock (_first)
        {
            if (_first.Count < Max && !_first.Contains(error, StringComparer.Ordinal))
            {
                _first.Add(error);
            }
        }
    }
}
