using System.Reflection;
using System.Reflection.Emit;
using Microsoft.Azure.WebJobs;
using Microsoft.Azure.WebJobs.Extensions.DurableTask;

namespace OffRamp.LocalHost.FunctionsHost;

/// <summary>
/// Makes one class of the worker's functions: a static method each, with the trigger's attributes, because that is what the
/// WebJobs SDK looks for. Each calls <see cref="FunctionInvoker.InvokeAsync"/> of the host that it was made for.
/// </summary>
internal static class FunctionTypes
{
    private const string InvokerField = "Invoker";

    private static readonly MethodInfo Invoke = typeof(FunctionInvoker).GetMethod(nameof(FunctionInvoker.InvokeAsync))!;

    /// <summary>The class; its methods work once <see cref="Attach"/> was called.</summary>
    public static Type Generate(IEnumerable<FunctionDefinition> functions)
    {
        var module = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName($"WorkerFunctions{Guid.NewGuid():N}"), AssemblyBuilderAccess.Run)
            .DefineDynamicModule("Functions");
        var type = module.DefineType("Functions", TypeAttributes.Public);
        var invoker = type.DefineField(InvokerField, typeof(FunctionInvoker), FieldAttributes.Public | FieldAttributes.Static);
        foreach (var function in functions)
        {
            Define(type, invoker, function);
        }
        return type.CreateType();
    }

    public static void Attach(Type functions, FunctionInvoker invoker) => functions.GetField(InvokerField)!.SetValue(null, invoker);

    private static void Define(TypeBuilder type, FieldInfo invoker, FunctionDefinition function)
    {
        // HTTP and timer methods must return Task, the others Task<object>, or indexing fails.
        var result = function.Http is not null || function.Timer is not null ? typeof(Task) : typeof(Task<object?>);
        var method = type.DefineMethod(
            function.Name, MethodAttributes.Public | MethodAttributes.Static, result, [.. function.Parameters.Select(parameter => TypeOf(parameter.Kind))]);
        method.SetCustomAttribute(Attribute<FunctionNameAttribute>([function.Name]));
        if (function.Http is not null || function.Timer is not null)
        {
            // The host starts these itself: by its routes, and by its clock.
            method.SetCustomAttribute(Attribute<NoAutomaticTriggerAttribute>([]));
        }
        for (var i = 0; i < function.Parameters.Count; i++)
        {
            var builder = method.DefineParameter(i + 1, ParameterAttributes.None, function.Parameters[i].Name);
            if (AttributeOf(function.Parameters[i]) is { } attribute)
            {
                builder.SetCustomAttribute(attribute);
            }
        }
        EmitCall(method.GetILGenerator(), invoker, function);
    }

    // return Invoker.InvokeAsync("name", new object[] { … });
    private static void EmitCall(ILGenerator code, FieldInfo invoker, FunctionDefinition function)
    {
        code.Emit(OpCodes.Ldsfld, invoker);
        code.Emit(OpCodes.Ldstr, function.Name);
        code.Emit(OpCodes.Ldc_I4, function.Parameters.Count);
        code.Emit(OpCodes.Newarr, typeof(object));
        for (var i = 0; i < function.Parameters.Count; i++)
        {
            code.Emit(OpCodes.Dup);
            code.Emit(OpCodes.Ldc_I4, i);
            code.Emit(OpCodes.Ldarg, i);
            code.Emit(OpCodes.Stelem_Ref);
        }
        code.Emit(OpCodes.Callvirt, Invoke);
        code.Emit(OpCodes.Ret);
    }

    private static Type TypeOf(BindingKind kind) => kind switch
    {
        BindingKind.Http => typeof(HttpContext),
        BindingKind.Timer => typeof(TimerCall),
        _ => typeof(string),
    };

    private static CustomAttributeBuilder? AttributeOf(FunctionParameter parameter) => parameter.Kind switch
    {
        BindingKind.Orchestration => Attribute<OrchestrationTriggerAttribute>([], ("Orchestration", parameter.Text("orchestration"))),
        BindingKind.Activity => Attribute<ActivityTriggerAttribute>([], ("Activity", parameter.Text("activity"))),
        BindingKind.DurableClient => Attribute<DurableClientAttribute>(
            [], ("TaskHub", parameter.Text("taskHub")), ("ConnectionName", parameter.Text("connectionName"))),
        _ => null,
    };

    private static CustomAttributeBuilder Attribute<T>(object[] arguments, params (string Name, object? Value)[] properties)
        where T : Attribute
    {
        var constructor = typeof(T).GetConstructor([.. arguments.Select(argument => argument.GetType())])!;
        var given = properties.Where(property => property.Value is not null).ToList();
        return new(
            constructor, arguments, [.. given.Select(property => typeof(T).GetProperty(property.Name)!)], [.. given.Select(property => property.Value!)]);
    }
}
