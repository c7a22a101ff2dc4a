namespace Marketing.Kernel;

/// <summary>Care of the database file: opening, migrating, checking, copying.</summary>
public interface IDatabaseCare
{
    /// <summary>Takes the data folder for this process, applies pending migrations, and prepares every statement.</summary>
    /// <returns>Names of the migrations applied now.</returns>
    /// <exception cref="OperatorException">The folder is in use by another process, or the file is damaged, newer, read-only or the disk is full.</exception>
    IReadOnlyList<string> Open();

    /// <summary>
    /// A file by which commands ask for their turn to write, but that this user may neither open nor remove; null when all is well.
    /// Commands then have no turn while this process writes without a break.
    /// </summary>
    string? UnusableTurn { get; }

    /// <summary>Migrations that opening would apply. Reads the file only.</summary>
    IReadOnlyList<string> Pending();

    /// <summary>Problems that SQLite's integrity and foreign-key checks find; empty when sound. Reads the file only.</summary>
    /// <param name="copy">A copy of the database, or null for the database itself.</param>
    IReadOnlyList<string> CheckIntegrity(string? copy = null);

    /// <summary>Id of the process that holds the folder now, 0 when it is held by an unknown one, null when nobody holds it.</summary>
    int? HeldBy();

    /// <summary>Writes a consistent copy while the program serves; the copy is complete or absent.</summary>
    /// <param name="path">File to write; null for a dated name under the folder's backups.</param>
    /// <returns>Path of the copy.</returns>
    string Backup(string? path);

    /// <summary>
    /// Puts a copy in the place of the database, in a folder that nobody serves. What stood there is copied into the folder's backups before; a
    /// log of writings that a killed process left beside it goes, since it belongs to that database and not to the copy.
    /// </summary>
    /// <param name="path">A copy that <see cref="Backup"/> wrote.</param>
    /// <returns>Where the database that was replaced is now, or null when there was none.</returns>
    /// <exception cref="OperatorException">The folder is served, or the copy is missing, damaged or cannot be copied; nothing was changed.</exception>
    string? Restore(string path);
}
