using System.Reflection;
using Dapper;

namespace Marketing.Kernel.Storage;

/// <summary>
/// Lets positional records be read from a result without rows. SQLite knows the type of a computed column only from its first row;
/// without one the driver calls it a blob, and the constructor would not be found.
/// </summary>
internal sealed class RecordMap(Type type) : SqlMapper.ITypeMap
{
    private readonly DefaultTypeMap _plain = new(type);

    public ConstructorInfo? FindConstructor(string[] names, Type[] types) =>
        _plain.FindConstructor(names, types) ?? type.GetConstructors().FirstOrDefault(constructor => Fits(constructor.GetParameters(), names, types));

    public ConstructorInfo? FindExplicitConstructor() => _plain.FindExplicitConstructor();

    public SqlMapper.IMemberMap? GetConstructorParameter(ConstructorInfo constructor, string columnName) => _plain.GetConstructorParameter(constructor, columnName);

    public SqlMapper.IMemberMap? GetMember(string columnName) => _plain.GetMember(columnName);

    private bool Fits(ParameterInfo[] parameters, string[] names, Type[] types)
    {
        if (parameters.Length != names.Length || !parameters.Select(parameter => parameter.Name).SequenceEqual(names, StringComparer.OrdinalIgnoreCase))
        {
            return false;
        }

        // With every blob taken for what the record wants, the plain rules must hold: other mistakes are still found.
        var wanted = types.Select((column, i) => column == typeof(byte[]) ? Plain(parameters[i].ParameterType) : column).ToArray();
        return _plain.FindConstructor(names, wanted) is not null;
    }

    private static Type Plain(Type parameter)
    {
        var bare = Nullable.GetUnderlyingType(parameter) ?? parameter;
        return bare.IsEnum ? Enum.GetUnderlyingType(bare) : bare;
    }
}
