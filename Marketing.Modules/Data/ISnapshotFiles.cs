using Marketing.Kernel;

namespace Marketing.Data;

/// <summary>
/// Snapshots as files, for a process of its own that is fitted to the shop without opening its store. What the shop knows of people by
/// name (customer numbers, countries, consents) and customers without any fact are left out: nothing is fitted to them.
/// </summary>
public interface ISnapshotFiles
{
    /// <summary>Writes a snapshot, complete or not at all; only the owner of the process can read the file.</summary>
    /// <exception cref="OperatorException">The file cannot be written.</exception>
    Task WriteAsync(ShopSnapshot snapshot, string path, CancellationToken cancellation);

    /// <summary>Reads a snapshot back.</summary>
    /// <exception cref="OperatorException">The file is missing, cut short, damaged, or written by another version of the program.</exception>
    Task<ShopSnapshot> ReadAsync(string path, CancellationToken cancellation);

    /// <summary>Hash of all that a snapshot file holds, as it stands at its end; that the file is whole only <see cref="ReadAsync"/> finds out.</summary>
    /// <exception cref="OperatorException">The file is missing or cut short.</exception>
    string HashOf(string path);
}
