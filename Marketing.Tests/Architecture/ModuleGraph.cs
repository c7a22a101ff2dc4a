using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Marketing.Tests.Architecture;

/// <summary>Every use of one module's types by another, read from the compiled assembly: signatures, fields, bases and method bodies.</summary>
internal sealed class ModuleGraph
{
    /// <summary>The one direction: a module uses only modules before it.</summary>
    public static readonly IReadOnlyList<string> Order = ["Kernel", "Data", "Features", "Model", "Strategy", "Execution", "Evaluation"];

    private readonly string _root;

    private ModuleGraph(string root, IReadOnlyList<TypeDefinition> types)
    {
        _root = root;
        Types = types;
    }

    public IReadOnlyList<TypeDefinition> Types { get; }

    public static ModuleGraph Read(string assemblyPath, string root)
    {
        var module = ModuleDefinition.ReadModule(assemblyPath);
        return new ModuleGraph(root, [.. module.GetTypes().Where(type => Outer(type).Namespace.StartsWith(root + ".", StringComparison.Ordinal))]);
    }

    /// <summary>Name of the module that a type belongs to, or null when it belongs to none.</summary>
    public string? ModuleOf(TypeReference type)
    {
        var place = Outer(type).Namespace;
        if (!place.StartsWith(_root + ".", StringComparison.Ordinal))
        {
            return null;
        }

        var name = place[(_root.Length + 1)..].Split('.')[0];
        return Order.Contains(name) ? name : null;
    }

    public IEnumerable<string> Violations()
    {
        foreach (var type in Types)
        {
            if (ModuleOf(type) is not { } own)
            {
                continue;
            }

            foreach (var used in Uses(type).Select(reference => reference.GetElementType()).DistinctBy(reference => reference.FullName))
            {
                if (ModuleOf(used) is { } other && other != own && Forbidden(own, other, used) is { } reason)
                {
                    yield return $"{type.FullName} uses {used.FullName}: {reason}";
                }
            }
        }
    }

    /// <summary>Public types below a sub-folder, and internal types directly in a module's folder are seen by their visibility.</summary>
    public IEnumerable<string> PublicBelowTheSurface() =>
        Types.Where(type => !type.IsNested && type.IsPublic && ModuleOf(type) is { } module && type.Namespace != $"{_root}.{module}")
            .Select(type => type.FullName);

    private static string? Forbidden(string own, string other, TypeReference used)
    {
        if (Order.ToList().IndexOf(other) > Order.ToList().IndexOf(own))
        {
            return "it comes later in the order";
        }

        // The Kernel is the common ground: its internals serve every module.
        if (other == "Kernel")
        {
            return null;
        }

        return Outer(used).Resolve() is { IsPublic: true } ? null : "only public types of earlier modules may be used";
    }

    private static TypeReference Outer(TypeReference type)
    {
        var outer = type.GetElementType();
        while (outer.DeclaringType is not null)
        {
            outer = outer.DeclaringType;
        }

        return outer;
    }

    private static IEnumerable<TypeReference> Uses(TypeDefinition type)
    {
        var found = new List<TypeReference>();
        void Add(TypeReference? reference)
        {
            switch (reference)
            {
                case null:
                    return;
                case GenericInstanceType generic:
                    foreach (var argument in generic.GenericArguments)
                    {
                        Add(argument);
                    }

                    break;
            }

            found.Add(reference);
        }

        Add(type.BaseType);
        foreach (var contract in type.Interfaces)
        {
            Add(contract.InterfaceType);
        }

        foreach (var field in type.Fields)
        {
            Add(field.FieldType);
        }

        foreach (var method in type.Methods)
        {
            Add(method.ReturnType);
            foreach (var parameter in method.Parameters)
            {
                Add(parameter.ParameterType);
            }

            if (method.HasBody)
            {
                foreach (var variable in method.Body.Variables)
                {
                    Add(variable.VariableType);
                }

                foreach (var instruction in method.Body.Instructions)
                {
                    foreach (var reference in Operands(instruction))
                    {
                        Add(reference);
                    }
                }
            }
        }

        return found.Select(reference => reference is TypeSpecification specification ? specification.ElementType : reference);
    }

    private static IEnumerable<TypeReference?> Operands(Instruction instruction) => instruction.Operand switch
    {
        TypeReference type => [type],
        GenericInstanceMethod method => [method.DeclaringType, method.ReturnType, .. method.GenericArguments],
        MethodReference method => [method.DeclaringType, method.ReturnType, .. method.Parameters.Select(parameter => parameter.ParameterType)],
        FieldReference field => [field.DeclaringType, field.FieldType],
        _ => [],
    };
}
