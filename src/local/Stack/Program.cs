using AssetFunctions.Cli.Commands;
using AssetFunctions.Local.Stack;
using AssetFunctions.Local.Stack.Commands;

return await StackCommandLine.RunAsync(args, Terminal.OfProcess(), RepositoryPaths.TryFind()?.Data);
