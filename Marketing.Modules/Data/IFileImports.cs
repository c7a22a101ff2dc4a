using Marketing.Data.Import.Kinds;
using Marketing.Kernel;

namespace Marketing.Data;

/// <summary>How a file is written. Found by its content, shown, and correctable.</summary>
/// <param name="Packing"><c>plain gzip brotli xlsx</c>.</param>
/// <param name="Encoding"><c>utf-8 utf-16 utf-16be windows-1252 gb18030</c>; ignored for a workbook.</param>
/// <param name="Delimiter"><c>comma semicolon tab pipe</c>; ignored for a workbook.</param>
/// <param name="Quote"><c>double single</c>; ignored for a workbook.</param>
/// <param name="DecimalSign"><c>point comma</c>: the sign before the decimals.</param>
/// <param name="Dates"><c>year-first day-first month-first</c>, or <c>unknown</c> where the rows leave it open.</param>
/// <param name="Sheet">Sheet of a workbook, or null for the first.</param>
public sealed record FileForm(string Packing, string Encoding, string Delimiter, string Quote, string DecimalSign, string Dates, string? Sheet)
{
    /// <summary>Row in which the names of the columns stand, the first of the file or sheet being 1, empty ones counted; 0 to find it.</summary>
    public int HeaderRow { get; init; } = 1;

    /// <summary>The sign that was found in the rows, or null where somebody said it. While it is that of the form, an import holds every row against it.</summary>
    public string? FoundSign { get; init; }

    /// <summary>The order of dates that was found in the rows, or null where somebody said it. While it is that of the form, an import holds every row against it.</summary>
    public string? FoundDates { get; init; }

    internal bool IsSignSaid => DecimalSign != FoundSign;

    internal bool AreDatesSaid => Dates != "unknown" && Dates != FoundDates;
}

/// <summary>A file as the program sees it, before anything is written.</summary>
/// <param name="Form">How it is written.</param>
/// <param name="Sure">For each part of the form (<c>encoding delimiter sheet decimal dates kind</c>) how sure that is, in [0, 1]; a sheet of which no row was known as a header counts 0.</param>
/// <param name="Headers">Names of its columns, told apart by a number where two are the same.</param>
/// <param name="Samples">First rows, cell by cell.</param>
/// <param name="Sheets">Sheets of a workbook.</param>
/// <param name="Kind">What it seems to hold, one of <see cref="IFileImports.Kinds"/>, or null.</param>
/// <param name="Columns">Header by field of that kind, as far as found; of orders where the kind is not known.</param>
/// <param name="Mapping">Name of the remembered mapping that was applied, or null.</param>
public sealed record FileLook(FileForm Form, IReadOnlyDictionary<string, double> Sure, IReadOnlyList<string> Headers, IReadOnlyList<IReadOnlyList<string>> Samples, IReadOnlyList<string> Sheets, string? Kind, IReadOnlyDictionary<string, string> Columns, string? Mapping)
{
    /// <summary>Whether it holds e-mail addresses of which nothing tells whether they are customers or people who must get no mail; a person says it.</summary>
    public bool IsAddressList { get; init; }

    /// <summary>Columns that no field takes.</summary>
    /// <param name="columns">Header by field, as chosen.</param>
    public IReadOnlyList<string> NotUsed(IReadOnlyDictionary<string, string> columns) => ColumnMatch.NotUsed(Headers, columns);
}

/// <summary>What looking at a file gave.</summary>
public abstract record LookOutcome
{
    private LookOutcome()
    {
    }

    /// <summary>It can be read.</summary>
    /// <param name="Look">What was found.</param>
    public sealed record Seen(FileLook Look) : LookOutcome;

    /// <summary>It cannot.</summary>
    /// <param name="Refusal">Place, reason and fix.</param>
    public sealed record Refused(ImportOutcome.Refused Refusal) : LookOutcome;
}

/// <summary>One field of a kind of file.</summary>
/// <param name="Name">Machine name.</param>
/// <param name="Type">How its values are read: <c>text code email url date day whole number money yes-no words</c>.</param>
/// <param name="Needed">Whether a file without it is refused.</param>
/// <param name="Words">Accepted values where <paramref name="Type"/> is <c>words</c>.</param>
public sealed record ImportField(string Name, string Type, bool Needed, IReadOnlyList<string> Words);

/// <summary>A kind of file.</summary>
/// <param name="Name">Machine name, for example <c>customers</c>.</param>
/// <param name="Fields">Its fields.</param>
public sealed record ImportKindInfo(string Name, IReadOnlyList<ImportField> Fields);

/// <summary>What to do with a file.</summary>
/// <param name="Path">Where it lies on this machine.</param>
/// <param name="Name">Name shown to people.</param>
/// <param name="Actor">Who asks.</param>
/// <param name="Kind">One of <see cref="IFileImports.Kinds"/>.</param>
/// <param name="Form">How it is written.</param>
/// <param name="Columns">Header by field; of orders none at all when their own names tell.</param>
public sealed record ImportPlan(string Path, string Name, string Actor, string Kind, FileForm Form, IReadOnlyDictionary<string, string> Columns);

/// <summary>One row as it would be taken over.</summary>
/// <param name="Row">Row number in the file, the header being row 1.</param>
/// <param name="Values">Value by field; empty cells are left out.</param>
public sealed record PreviewRow(long Row, IReadOnlyDictionary<string, string> Values);

/// <summary>What an import would do. Nothing was written for it.</summary>
/// <param name="First">First rows taken over.</param>
/// <param name="Worst">Rows rejected or changed, the rejected ones first.</param>
/// <param name="Rows">Rows read.</param>
/// <param name="Accepted">Rows of them that would be taken over.</param>
/// <param name="Rejected">Rows of them that would not.</param>
/// <param name="Changed">Rows of them that would be taken over with a change.</param>
/// <param name="IsWhole">Whether the counts are those of the whole file, or of its first rows only.</param>
public sealed record ImportPreview(IReadOnlyList<PreviewRow> First, IReadOnlyList<ImportIssue> Worst, long Rows, long Accepted, long Rejected, long Changed, bool IsWhole)
{
    /// <summary>Columns of the file that no field takes.</summary>
    public IReadOnlyList<string> NotUsed { get; init; } = [];

    /// <summary>The refusal with which its import would end, since none of its rows can be taken over; null where some can, or where not all were read.</summary>
    public ImportOutcome.Refused? Refusal { get; init; }
}

/// <summary>What a preview gave.</summary>
public abstract record PreviewOutcome
{
    private PreviewOutcome()
    {
    }

    /// <summary>The rows can be read.</summary>
    /// <param name="Preview">What would happen.</param>
    public sealed record Seen(ImportPreview Preview) : PreviewOutcome;

    /// <summary>They cannot.</summary>
    /// <param name="Refusal">Place, reason and fix.</param>
    public sealed record Refused(ImportOutcome.Refused Refusal) : PreviewOutcome;
}

/// <summary>Where a queued file stands.</summary>
public enum ImportJobState : long
{
    /// <summary>Still looked at in the wizard; nobody has started it.</summary>
    Draft = 0,

    /// <summary>Waits for its turn.</summary>
    Waiting = 1,

    /// <summary>Is being read.</summary>
    Working = 2,

    /// <summary>Its rows are visible.</summary>
    Done = 3,

    /// <summary>Refused or broken.</summary>
    Failed = 4,

    /// <summary>Somebody stopped it.</summary>
    Cancelled = 5,
}

/// <summary>A file in the queue.</summary>
/// <param name="Id">Id.</param>
/// <param name="Import">The import it became, or null before its turn.</param>
/// <param name="Name">Name shown to people.</param>
/// <param name="Actor">Who asked.</param>
/// <param name="Kind">Kind of file.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Queued">System time.</param>
/// <param name="Message">Why it failed, or null.</param>
public sealed record ImportJob(long Id, ImportId? Import, string Name, string Actor, string Kind, ImportJobState State, DateTimeOffset Queued, string? Message)
{
    /// <summary>How often a file of orders was begun: more than once after the program stopped in the middle of it. 0 for other kinds, which go on.</summary>
    public long Beginnings { get; init; }

    /// <summary>How far a file at work was within the last second, in whichever process it is at work; null before it was noted.</summary>
    public Progress? Reached { get; init; }

    /// <summary><see cref="Message"/> with its place and code, or null. What an earlier version wrote has no code.</summary>
    public ImportOutcome.Refused? Failure { get; init; }
}

/// <summary>
/// Bringing in files of every kind: look, preview, then import in the background, one file after the other. What an import writes
/// is visible only once all of it is in, and can be taken back as a whole through <see cref="IImports"/>.
/// </summary>
public interface IFileImports
{
    /// <summary>All kinds, in the order in which they are offered: suppressions first.</summary>
    IReadOnlyList<ImportKindInfo> Kinds { get; }

    /// <summary>Finds out how a file is written, what it holds and which column is which field.</summary>
    /// <param name="path">File on this machine.</param>
    /// <param name="name">Name shown to people.</param>
    /// <param name="form">Parts of the form that a person corrected, or null to find all.</param>
    /// <param name="kind">Kind that a person chose, or null to guess.</param>
    /// <param name="cancellation">Stops the reading.</param>
    Task<LookOutcome> LookAsync(string path, string name, FileForm? form, string? kind, CancellationToken cancellation);

    /// <summary>Why the columns chosen for a file do not do, or null where they do. An import finds that out too, unless it brought the same file in before.</summary>
    ImportOutcome.Refused? CheckColumns(ImportPlan plan, FileLook look);

    /// <summary>Reads the first rows as they would be taken over; writes nothing.</summary>
    Task<PreviewOutcome> PreviewAsync(ImportPlan plan, CancellationToken cancellation);

    /// <summary>Puts a file into the queue.</summary>
    /// <param name="plan">What to do.</param>
    /// <param name="owned">Whether the file is removed once its import has ended.</param>
    /// <param name="cancellation">Stops the writing of the queue's row.</param>
    Task<ImportJob> EnqueueAsync(ImportPlan plan, bool owned, CancellationToken cancellation);

    /// <summary>Keeps an uploaded file and what was chosen for it while somebody looks at it; writes no data.</summary>
    /// <param name="draft">The draft to change, or null for a new one.</param>
    /// <param name="plan">What was chosen so far.</param>
    /// <param name="cancellation">Stops the saving.</param>
    /// <returns>The draft.</returns>
    Task<long> SaveDraftAsync(long? draft, ImportPlan plan, CancellationToken cancellation);

    /// <summary>What was chosen for a file that is still looked at, or null when it was started or thrown away.</summary>
    Task<ImportPlan?> DraftAsync(long draft, CancellationToken cancellation);

    /// <summary>Puts a draft into the queue; false when it is none.</summary>
    Task<bool> StartAsync(long draft, CancellationToken cancellation);

    /// <summary>The file whose turn it is: one that a dead process left at work before those that wait; null when there is none.</summary>
    Task<ImportJob?> NextAsync(CancellationToken cancellation);

    /// <summary>Imports a queued file, going on where a dead process stopped. One file is at work at a time; others wait here.</summary>
    /// <exception cref="OperationCanceledException">Stopped; the job waits for its next turn unless <see cref="CancelAsync"/> came before.</exception>
    Task<ImportOutcome> RunAsync(long job, IProgress<Progress>? progress, CancellationToken cancellation);

    /// <summary>Takes a file out of the queue or stops it, or throws a draft away; what it had written is removed. False when it has ended already.</summary>
    Task<bool> CancelAsync(long job, CancellationToken cancellation);

    /// <summary>One file of the queue, or null.</summary>
    Task<ImportJob?> FindAsync(long job, CancellationToken cancellation);

    /// <summary>How a file ended, in whichever process it was at work; null while it has not.</summary>
    /// <exception cref="OperatorException">Its import broke, or somebody stopped it.</exception>
    /// <exception cref="ArgumentException">There is no such file.</exception>
    Task<ImportOutcome?> OutcomeAsync(long job, CancellationToken cancellation);

    /// <summary>
    /// <see cref="CancelAsync"/> for a process that does not work the queue off itself: a file that waits is taken out at once, one at
    /// work stops within about a second of its next progress. False when it has ended already.
    /// </summary>
    /// <exception cref="ArgumentException">There is no such file.</exception>
    Task<bool> AskToStopAsync(long job, CancellationToken cancellation);

    /// <summary>Queued files, newest first.</summary>
    Task<IReadOnlyList<ImportJob>> JobsAsync(int take, CancellationToken cancellation);

    /// <summary>Writes the rejected rows in the file's own columns with the reason behind them, to be corrected and imported again.</summary>
    /// <exception cref="ArgumentException">The header of the notes is none that would be known again; nothing is written.</exception>
    Task WriteRejectedAsync(ImportId import, RowNotes notes, Stream output, CancellationToken cancellation);

    /// <summary>Raised after the queue changed.</summary>
    event Action? QueueChanged;
}
