namespace AssetFunctions.LocalWorker.Queues;

/// <summary>A queue on an account, and the setting and function that led to it, which errors name.</summary>
sealed record QueueAddress(string Name, string Setting, string ConnectionString, string Function)
{
    // A synthesized text would show the account key in a log or debugger.
    public override string ToString() => Name;
}
