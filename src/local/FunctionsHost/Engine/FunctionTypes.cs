using System.Reflection;
using System.Reflection.Emit;
using Microsoft.Azure.WebJobs;
using Binder = Microsoft.Azure.WebJobs.Binder;

namespace AssetFunctions.Local.FunctionsHost.Engine;

/// <summary>
/// Generates a method with attributes for each function of the worker, because the engine finds functions only as methods,
/// as in an in-process app. The body of each method calls <see cref="FunctionMethods.InvokeAsync"/>.
/// </summary>
sealed class FunctionTypes(IEnumerable<WorkerFunction> functions) : ITypeLocator
{
    // Also the prefix of the lease names that the engine uses for timers.
    const string TypeName = "Functions";

    readonly Type[] _types = [Build(functions)];

    public IReadOnlyList<Type> GetTypes() => _types;

    static Type Build(IEnumerable<WorkerFunction> functions)
    {
        var type = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName(TypeName), AssemblyBuilderAccess.Run)
            .DefineDynamicModule(TypeName)
            .DefineType(TypeName, TypeAttributes.Public | TypeAttributes.Sealed, typeof(FunctionMethods));
        var code = type.DefineConstructor(MethodAttributes.Public, CallingConventions.HasThis, [typeof(FunctionCall)]).GetILGenerator();
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
        var (valueType, trigger) = Describe(function.Trigger);
        Type[] parameters = [valueType, typeof(Binder), typeof(ExecutionContext), typeof(CancellationToken)];
        var method = type.DefineMethod(function.Name, MethodAttributes.Public, typeof(Task), parameters);
        method.SetCustomAttribute(Attribute(typeof(FunctionNameAttribute), function.Name));
        var code = method.GetILGenerator();
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Ldstr, function.Name);
        for (byte index = 1; index <= parameters.Length; index++)
        {
            code.Emit(OpCodes.Ldarg_S, index);
            var parameter = method.DefineParameter(index, ParameterAttributes.None, index == 1 ? function.Trigger.Name : $"_{index}");
            if (index == 1 && !function.IsHttp)
            {
                parameter.SetCustomAttribute(trigger);
            }
        }

        if (function.IsHttp)
        {
            method.SetCustomAttribute(trigger);
        }

        code.Emit(OpCodes.Call, typeof(FunctionMethods).GetMethod(nameof(FunctionMethods.InvokeAsync))!);
        code.Emit(OpCodes.Ret);
    }

    // The type of the first parameter, and the attribute that makes it a trigger. HTTP functions are called by name.
    static (Type Value, CustomAttributeBuilder Trigger) Describe(FunctionBinding trigger)
    {
        if (trigger.Is(FunctionBinding.HttpTrigger))
        {
            return (typeof(HttpContext), Attribute(typeof(NoAutomaticTriggerAttribute)));
        }

        if (trigger.Is(FunctionBinding.TimerTrigger))
        {
            return (typeof(TimerInfo), Attribute(
                typeof(TimerTriggerAttribute),
                trigger.Text("schedule"),
                (nameof(TimerTriggerAttribute.UseMonitor), trigger.Flag("useMonitor", otherwise: true)),
                (nameof(TimerTriggerAttribute.RunOnStartup), trigger.Flag("runOnStartup"))));
        }

        var value = trigger.SupportsDeferredBinding ? typeof(ParameterBindingData) : typeof(string);
        return (value, Attribute(typeof(QueueTriggerAttribute), trigger.Text("queueName"), (nameof(QueueTriggerAttribute.Connection), trigger.Text("connection"))));
    }

    static CustomAttributeBuilder Attribute(Type type, string? argument = null, params (string Name, object? Value)[] properties)
        => new(
            type.GetConstructor(argument is null ? [] : [typeof(string)])!,
            argument is null ? [] : [argument],
            [.. properties.Select(property => type.GetProperty(property.Name)!)],
            [.. properties.Select(property => property.Value)]);
}
