using System.Reflection;
using Dapper;

namespace Marketing.Kernel.Storage;

/// <summary>
/// Lets a positional record be read from an empty result: SQLite knows the type of a computed column only from a row, so Dapper's
/// own search by types finds no constructor there. With equal names the types are the statement's promise.
/// </summary>
internal sealed class RecordTypeMap(Type type) : SqlMapper.ITypeMap
{
    private readonly DefaultTypeMap _usual = new(type);

    public ConstructorInfo? FindConstructor(string[] names, Type[] types) =>
        _usual.FindConstructor(names, types) ?? Array.Find(
            type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic),
            constructor => names.Length > 0 && constructor.GetParameters().Select(parameter => parameter.Name).SequenceEqual(names, StringComparer.OrdinalIgnoreCase) && types.Contains(typeof(byte[])));

    public ConstructorInfo? FindExplicitConstructor() => _usual.FindExplicitConstructor();

    public SqlMapper.IMemberMap? GetConstructorParameter(ConstructorInfo constructor, string columnName) => _usual.GetConstructorParameter(constructor, columnName);

    public SqlMapper.IMemberMap? GetMember(string columnName) => _usual.GetMember(columnName);
}
