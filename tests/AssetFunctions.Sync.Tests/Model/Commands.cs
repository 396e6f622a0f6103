using AssetFunctions.Testing.Faults;

namespace AssetFunctions.Sync.Tests.Model;

/// <summary>One thing that happens. Numbers choose among what there is, so that every list of commands can be carried out.</summary>
abstract record Command;

/// <summary>A caller requests a run.</summary>
sealed record Request(int Wallet, RequestBy By, Interruption? Interruption = null) : Command;

/// <summary>A message that can be seen is delivered.</summary>
/// <param name="Pick">0 for the oldest one; any other is out of order.</param>
/// <param name="IsTwice">Whether it is delivered once more because its deletion was lost.</param>
sealed record Deliver(int Pick, bool IsTwice = false, Interruption? Interruption = null) : Command;

/// <summary>Messages are delivered in their order, one after the other, those that failed a moment ago as well.</summary>
sealed record Work(int Messages) : Command;

/// <summary>A message that can be seen is held up.</summary>
sealed record Delay(int Pick, TimeSpan By) : Command;

sealed record Pass(TimeSpan Time) : Command;

/// <summary>The timer of the schedule.</summary>
sealed record Tick(Interruption? Interruption = null) : Command;

/// <summary>A caller deletes a wallet.</summary>
sealed record Delete(int Wallet, Interruption? Interruption = null) : Command;

/// <summary>A caller registers a wallet, or takes it off the schedule.</summary>
sealed record Register(int Wallet, bool IsPaused = false, Interruption? Interruption = null) : Command;

/// <summary>The provider serves something else from now on.</summary>
/// <param name="Rows">Which rows, a bit each.</param>
/// <param name="Amount">Amount of each.</param>
sealed record Serve(int Wallet, Serving How, int Rows, int Amount) : Command;

/// <summary>The timer that watches the poison queues.</summary>
sealed record WatchPoison : Command;

/// <summary>An operator puts all poison messages back.</summary>
sealed record ReplayPoison : Command;

enum RequestBy
{
    Api,
    ForcedApi,

    /// <summary>A message that leaves the id of the run to the pipeline.</summary>
    Message,

    /// <summary>A message that names the run, as other services may send; such a run claims nothing.</summary>
    MessageWithId,
}

enum Serving
{
    Everything,

    /// <summary>The response was cut: the provider has more.</summary>
    Part,
    NotReady,
    Throttled,
    Refused,
    Fails,
}

enum Mishap
{
    /// <summary>The call throws what passes.</summary>
    Throws,

    /// <summary>The host shuts down and cancels.</summary>
    IsCancelled,

    /// <summary>The process dies; what it remembered is lost, and its message comes back when the lease has ended.</summary>
    Dies,

    /// <summary>Other messages are processed while the call waits.</summary>
    IsOvertaken,
}

/// <summary>Something happens at one call to a store, a queue or a provider.</summary>
/// <param name="Call">Number of the call, from 1; later than the last one, nothing happens.</param>
/// <param name="Messages">How many messages overtake it.</param>
sealed record Interruption(Mishap What, int Call, FaultMoment Moment, int Messages = 0);

/// <summary>A list of commands, with a text that shows one on each line.</summary>
/// <param name="tried">How far it has been shrunk.</param>
sealed class Script(IReadOnlyList<Command> commands, ShrinkProgress? tried = null)
{
    public IReadOnlyList<Command> Commands { get; } = commands;

    public ShrinkProgress Tried { get; } = tried ?? new ShrinkProgress(commands.Count / 2, Start: 0, Simplified: 0);

    public override string ToString() => string.Join('\n', Commands.Select((command, i) => $"{i + 1,4}. {command}"));
}

/// <summary>Where shrinking goes on, so that what did not help is not tried again.</summary>
/// <param name="Size">How many commands are left out at once; 0 when none can be left out any more.</param>
/// <param name="Start">The first of them.</param>
/// <param name="Simplified">Commands before this one are as simple as they can be.</param>
sealed record ShrinkProgress(int Size, int Start, int Simplified);
