namespace AssetFunctions.LocalWorker.Hosting;

/// <summary>
/// The app cannot start, and its message is one plain sentence that says why. Its text is that sentence alone, because
/// a stack trace through the worker tells the reader nothing.
/// </summary>
sealed class WorkerStartupException(string message, Exception? inner = null) : Exception(message, inner)
{
    static int s_handled;

    public override string ToString() => Message;

    /// <summary>Lets an unhandled failure to start print its sentence and exit with code 1.</summary>
    public static void ExitPlainlyWhenUnhandled()
    {
        if (Interlocked.Exchange(ref s_handled, 1) == 1)
        {
            return;
        }

        AppDomain.CurrentDomain.UnhandledException += static (_, e) =>
        {
            if (e.ExceptionObject is WorkerStartupException failure)
            {
                Console.Error.WriteLine(failure.Message);
                Environment.Exit(1);
            }
        };
    }
}
