using System.Reflection;
using System.Reflection.Emit;
using AssetFunctions.Local.FunctionsHost.Worker;
using Microsoft.Azure.WebJobs;
using Binder = Microsoft.Azure.WebJobs.Binder;
using ExecutionContext = Microsoft.Azure.WebJobs.ExecutionContext;

namespace AssetFunctions.Local.FunctionsHost.Engine;

/// <summary>
/// The engine finds functions as methods with attributes, as in an in-process app. This makes such a method for each
/// function of the worker; its body hands the call to the <see cref="IFunctionInvoker"/>.
/// </summary>
sealed class FunctionTypes(IEnumerable<WorkerFunction> functions) : ITypeLocator
{
    // Also the first half of the names of the leases that the engine takes for timers.
    const string TypeName = "Functions";

    readonly Type[] _types = [Build(functions)];

    public IReadOnlyList<Type> GetTypes() => _types;

    static Type Build(IEnumerable<WorkerFunction> functions)
    {
        var type = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName(TypeName), AssemblyBuilderAccess.Run)
            .DefineDynamicModule(TypeName)
            .DefineType(TypeName, TypeAttributes.Public | TypeAttributes.Sealed, typeof(FunctionMethods));
        var code = type.DefineConstructor(MethodAttributes.Public, CallingConventions.HasThis, [typeof(IFunctionInvoker)]).GetILGenerator();
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Ldarg_1);
        code.Emit(OpCodes.Call, typeof(FunctionMethods).GetConstructors()[0]);
        code.Emit(OpCodes.Ret);
        foreach (var function in functions)
        {
            AddMethod(type, function);
        }

        return type.CreateType();
    }

    static void AddMethod(TypeBuilder type, WorkerFunction function)
    {
        var method = type.DefineMethod(
            function.Name,
            MethodAttributes.Public,
            typeof(Task),
            [ValueType(function), typeof(Binder), typeof(ExecutionContext), typeof(CancellationToken)]);
        method.SetCustomAttribute(Attribute(typeof(FunctionNameAttribute), [function.Name]));
        var value = method.DefineParameter(1, ParameterAttributes.None, function.Trigger.Name);
        method.DefineParameter(2, ParameterAttributes.None, "_binder");
        method.DefineParameter(3, ParameterAttributes.None, "_context");
        method.DefineParameter(4, ParameterAttributes.None, "_cancellationToken");
        switch (function)
        {
            case { IsHttp: true }:
                method.SetCustomAttribute(Attribute(typeof(NoAutomaticTriggerAttribute), []));
                break;
            case { Trigger: var trigger } when trigger.Is(WorkerFunction.Timer):
                value.SetCustomAttribute(Attribute(
                    typeof(TimerTriggerAttribute),
                    [trigger.Text("schedule")!],
                    (nameof(TimerTriggerAttribute.UseMonitor), trigger.Flag("useMonitor", otherwise: true)),
                    (nameof(TimerTriggerAttribute.RunOnStartup), trigger.Flag("runOnStartup"))));
                break;
            case { Trigger: var trigger }:
                value.SetCustomAttribute(Attribute(
                    typeof(QueueTriggerAttribute),
                    [trigger.Text("queueName")!],
                    (nameof(QueueTriggerAttribute.Connection), trigger.Text("connection"))));
                break;
        }

        var code = method.GetILGenerator();
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Ldstr, function.Name);
        code.Emit(OpCodes.Ldarg_1);
        code.Emit(OpCodes.Ldarg_2);
        code.Emit(OpCodes.Ldarg_3);
        code.Emit(OpCodes.Ldarg_S, (byte)4);
        code.Emit(OpCodes.Call, typeof(FunctionMethods).GetMethod(nameof(FunctionMethods.InvokeAsync))!);
        code.Emit(OpCodes.Ret);
    }

    static Type ValueType(WorkerFunction function) => function switch
    {
        { IsHttp: true } => typeof(HttpContext),
        { Trigger: var trigger } when trigger.Is(WorkerFunction.Timer) => typeof(TimerInfo),
        { Trigger: var trigger } when SupportsDeferredBinding(trigger) => typeof(ParameterBindingData),
        { Trigger: var trigger } when trigger.Text("dataType") is "Binary" or "binary" => typeof(byte[]),
        _ => typeof(string),
    };

    static bool SupportsDeferredBinding(FunctionBinding trigger)
        => trigger.Json.TryGetProperty("properties", out var properties)
            && properties.EnumerateObject().FirstOrDefault(property => property.NameEquals("supportsDeferredBinding") || property.NameEquals("SupportsDeferredBinding"))
                is { Value.ValueKind: not System.Text.Json.JsonValueKind.Undefined } flag
            && bool.Parse(flag.Value.ToString());

    static CustomAttributeBuilder Attribute(Type type, object[] arguments, params (string Name, object? Value)[] properties)
        => new(
            type.GetConstructor([.. arguments.Select(argument => argument.GetType())])!,
            arguments,
            [.. properties.Where(property => property.Value is not null).Select(property => type.GetProperty(property.Name)!)],
            [.. properties.Where(property => property.Value is not null).Select(property => property.Value)]);
}
