namespace Marketing.Data;

/// <summary>A mapping remembered by name.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">Kind of file.</param>
/// <param name="Form">How such files are written.</param>
/// <param name="Columns">Header by field.</param>
/// <param name="Actor">Who saved it.</param>
/// <param name="Saved">When, system time.</param>
/// <param name="Used">When a file was last imported with it, system time, or null.</param>
public sealed record SavedMapping(string Name, string Kind, FileForm Form, IReadOnlyDictionary<string, string> Columns, string Actor, DateTimeOffset Saved, DateTimeOffset? Used);

/// <summary>How a renaming ended.</summary>
public enum MappingRename
{
    /// <summary>It has the new name.</summary>
    Renamed,

    /// <summary>There is no mapping of the old name.</summary>
    Missing,

    /// <summary>Another mapping has the new name.</summary>
    Taken,

    /// <summary>The new name is empty or longer than <see cref="IImportMappings.LongestName"/>.</summary>
    BadName,
}

/// <summary>Which column is which field, remembered under names and offered again for files with the same header.</summary>
public interface IImportMappings
{
    /// <summary>Most letters of a name.</summary>
    const int LongestName = 100;

    /// <summary>Remembered mappings by name.</summary>
    Task<IReadOnlyList<SavedMapping>> ListAsync(CancellationToken cancellation);

    /// <summary>Remembers a mapping under a name; an earlier one of that name is replaced.</summary>
    /// <exception cref="ArgumentException">The name is empty or too long.</exception>
    Task SaveAsync(string name, IReadOnlyList<string> headers, ImportPlan plan, CancellationToken cancellation);

    /// <summary>Gives a mapping another name.</summary>
    Task<MappingRename> RenameAsync(string name, string other, string actor, CancellationToken cancellation);

    /// <summary>Forgets a mapping; imports made with it stay as they are. False when there is none.</summary>
    Task<bool> DeleteAsync(string name, string actor, CancellationToken cancellation);
}
