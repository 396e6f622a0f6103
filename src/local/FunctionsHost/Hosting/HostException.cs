namespace AssetFunctions.Local.FunctionsHost.Hosting;

/// <summary>The host cannot run, for a reason its user can act on. The message is printed as it is, without a stack trace.</summary>
sealed class HostException(string message, Exception? innerException = null) : Exception(message, innerException);

static class ExceptionExtensions
{
    /// <summary>The first line of the root cause; some libraries append details.</summary>
    public static string FirstLine(this Exception exception) => exception.GetBaseException().Message.Split('\n')[0].Trim();
}
