namespace Marketing.Kernel;

/// <summary>A person whose data are wanted or to be erased.</summary>
/// <param name="Customer">The person's row.</param>
/// <param name="Key">The shop's own customer number.</param>
/// <param name="Words">Texts that name the person: number, address, name, phone; those that are known.</param>
/// <param name="FirstFact">Time of the person's first order, return or event, or null.</param>
/// <param name="LastFact">Time of the last one, or null.</param>
public sealed record Person(CustomerId Customer, string Key, IReadOnlyList<string> Words, DateTimeOffset? FirstFact, DateTimeOffset? LastFact);

/// <summary>Rows about a person out of one table.</summary>
/// <param name="Name">What they are, for example <c>orders</c>.</param>
/// <param name="Rows">The rows: values by column; times in milliseconds UTC, money in minor units of the shop's currency.</param>
public sealed record PersonalTable(string Name, IReadOnlyList<IReadOnlyDictionary<string, object?>> Rows);

/// <summary>Some of what was erased: what and how many. It holds no personal data.</summary>
/// <param name="What">What, for example <c>events deleted</c> or <c>model item-knn 3 was trained with the person</c>.</param>
/// <param name="Count">How many rows or files.</param>
public sealed record ErasedPart(string What, long Count);

/// <summary>The personal data that one module keeps. A module that stores anything about a person registers one.</summary>
public interface IPersonalData
{
    /// <summary>Name of the part in receipts; never changes.</summary>
    string Part { get; }

    /// <summary>Everything the module keeps about a person.</summary>
    Task<IReadOnlyList<PersonalTable>> ExportAsync(Person person, CancellationToken cancellation);

    /// <summary>Removes everything that tells who the person was; figures of the shop stay. Doing it again changes nothing.</summary>
    Task<IReadOnlyList<ErasedPart>> EraseAsync(Person person, CancellationToken cancellation);
}
