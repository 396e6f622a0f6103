using AssetFunctions.Testing.Faults;
using FsCheck;
using FsCheck.Fluent;

namespace AssetFunctions.Sync.Tests.Model;

/// <summary>
/// Lists of commands by chance, and how they shrink. FsCheck's own state machines know the state that follows a command before they run it; what a
/// delivery does here depends on all that waits in the queues, so the specification watches instead, and the commands need none.
/// </summary>
static class Scripts
{
    const int MostCommands = 40;

    public static Arbitrary<Script> Arbitrary => Arb.From(
        from length in Gen.Choose(5, MostCommands)
        from commands in Gen.ListOf(Commands, length)
        select new Script([.. commands]),
        Shrink);

    static Gen<int> Wallets => Gen.Frequency((5, Gen.Constant(0)), (2, Gen.Constant(1)), (1, Gen.Constant(2)));

    static Gen<int> Picks => Gen.Frequency((4, Gen.Constant(0)), (2, Gen.Constant(1)), (2, Gen.Choose(2, 6)));

    static Gen<TimeSpan> Times => Gen.Elements(1, 15, 60, 11 * 60, 26 * 60, 3 * 60 * 60).Select(seconds => TimeSpan.FromSeconds(seconds));

    static Gen<Interruption?> Interruptions(bool mayBeOvertaken) => Gen.Frequency(
        (3, Gen.Constant<Interruption?>(null)),
        (1, from what in Gen.Elements(Mishap.Throws, Mishap.IsCancelled, Mishap.Dies)
            from call in Gen.Choose(1, 6)
            from moment in Gen.Elements(FaultMoment.Before, FaultMoment.After)
            select (Interruption?)new Interruption(what, call, moment)),
        (mayBeOvertaken ? 1 : 0, from call in Gen.Choose(1, 4)
            from moment in Gen.Elements(FaultMoment.Before, FaultMoment.After)
            from messages in Gen.Choose(1, 9)
            select (Interruption?)new Interruption(Mishap.IsOvertaken, call, moment, messages)));

    static Gen<Command> Commands { get; } = Gen.Frequency(
        (14, from pick in Picks
             from isTwice in Gen.Frequency((5, Gen.Constant(false)), (1, Gen.Constant(true)))
             from interruption in Interruptions(mayBeOvertaken: true)
             select (Command)new Deliver(pick, isTwice, interruption)),
        (6, Gen.Choose(1, 12).Select(Command (messages) => new Work(messages))),
        (6, from wallet in Wallets
            from way in Gen.Elements(RequestBy.Api, RequestBy.ForcedApi, RequestBy.Message, RequestBy.MessageWithId)
            from interruption in Interruptions(mayBeOvertaken: false)
            select (Command)new Request(wallet, way, interruption)),
        (5, from wallet in Wallets
            from how in Gen.Frequency(
                (8, Gen.Constant(Serving.Everything)),
                (4, Gen.Elements(Serving.Part, Serving.NotReady, Serving.Throttled, Serving.Refused, Serving.Fails)))
            from rows in Gen.Choose(0, (1 << World.RowCount) - 1)
            from amount in Gen.Choose(1, 3)
            select (Command)new Serve(wallet, how, rows, amount)),
        (4, Times.Select(Command (time) => new Pass(time))),
        (2, from pick in Picks
            from time in Times
            select (Command)new Delay(pick, time)),
        (2, Interruptions(mayBeOvertaken: false).Select(Command (interruption) => new Tick(interruption))),
        (2, from wallet in Wallets
            from isPaused in Gen.Frequency((4, Gen.Constant(false)), (1, Gen.Constant(true)))
            from interruption in Interruptions(mayBeOvertaken: false)
            select (Command)new Register(wallet, isPaused, interruption)),
        (1, from wallet in Wallets
            from interruption in Interruptions(mayBeOvertaken: false)
            select (Command)new Delete(wallet, interruption)),
        (1, Gen.Elements<Command>(new WatchPoison(), new ReplayPoison())));

    // Fewer commands first, many at once; then simpler ones.
    static IEnumerable<Script> Shrink(Script script)
    {
        var (commands, tried) = (script.Commands, script.Tried);
        for (var (size, start) = (tried.Size, tried.Start); size > 0; size /= 2)
        {
            for (; start < commands.Count; start += size)
            {
                yield return new Script([.. commands.Take(start), .. commands.Skip(start + size)], new ShrinkProgress(size, start, 0));
            }

            start = 0;
        }

        for (var i = tried.Simplified; i < commands.Count; i++)
        {
            foreach (var simpler in Simpler(commands[i]))
            {
                yield return new Script([.. commands.Take(i), simpler, .. commands.Skip(i + 1)], new ShrinkProgress(0, 0, i));
            }
        }
    }

    static IEnumerable<Command> Simpler(Command command) => command switch
    {
        Request { Interruption: not null } request => [request with { Interruption = null }],
        Request { Wallet: > 0 } request => [request with { Wallet = 0 }],
        Deliver { Interruption: { Messages: > 1 } overtaken } deliver =>
            [deliver with { Interruption = null }, deliver with { Interruption = overtaken with { Messages = overtaken.Messages - 1 } }],
        Deliver { Interruption: not null } deliver => [deliver with { Interruption = null }],
        Deliver { IsTwice: true } deliver => [deliver with { IsTwice = false }],
        Deliver { Pick: > 0 } deliver => [deliver with { Pick = 0 }, deliver with { Pick = deliver.Pick - 1 }],
        Work { Messages: > 1 } work => [new Work(work.Messages / 2), new Work(work.Messages - 1)],
        Serve { How: not Serving.Everything } serve => [serve with { How = Serving.Everything }],
        Serve { Rows: > 0 } serve => [serve with { Rows = serve.Rows & (serve.Rows - 1) }],
        Tick { Interruption: not null } => [new Tick()],
        Register { Interruption: not null } register => [register with { Interruption = null }],
        Delete { Interruption: not null } delete => [delete with { Interruption = null }],
        _ => [],
    };
}
