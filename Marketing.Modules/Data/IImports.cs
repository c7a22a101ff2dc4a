using Marketing.Data.Import;
using Marketing.Data.Import.Kinds;
using Marketing.Kernel;

namespace Marketing.Data;

/// <summary>A file of orders to bring in.</summary>
/// <param name="Path">File on this machine; plain, <c>.gz</c> or <c>.br</c>.</param>
/// <param name="Name">Name shown to people, usually the file's own.</param>
/// <param name="Actor">Who asked.</param>
public sealed record OrderFile(string Path, string Name, string Actor);

/// <summary>Where an import stands.</summary>
public enum ImportState : long
{
    /// <summary>Rows are being written and stay invisible.</summary>
    Running = 1,

    /// <summary>Visible everywhere.</summary>
    Applied = 2,

    /// <summary>Refused or broken; nothing of it is visible.</summary>
    Failed = 3,

    /// <summary>Was applied and has been taken back.</summary>
    Undone = 4,
}

/// <summary>One import.</summary>
/// <param name="Id">Id.</param>
/// <param name="Name">File name.</param>
/// <param name="Actor">Who asked.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Started">System time.</param>
/// <param name="Finished">System time, or null.</param>
/// <param name="Rows">Data rows read.</param>
/// <param name="Orders">Orders written.</param>
/// <param name="Lines">Order lines written.</param>
/// <param name="Returns">Return lines written.</param>
/// <param name="Anonymous">Order lines kept as anonymous sales.</param>
/// <param name="Unchanged">Rows that the shop knew already: of orders that were there, or of events with a known id.</param>
/// <param name="Rejected">Rows not taken over.</param>
/// <param name="Changed">Rows taken over with a change.</param>
/// <param name="Message">Why it failed, or null.</param>
/// <param name="Seconds">Time it took.</param>
/// <param name="IsDemo">Whether it is the demo shop's file.</param>
public sealed record ImportSummary(ImportId Id, string Name, string Actor, ImportState State, DateTimeOffset Started, DateTimeOffset? Finished, long Rows, long Orders, long Lines, long Returns, long Anonymous, long Unchanged, long Rejected, long Changed, string? Message, double Seconds, bool IsDemo)
{
    /// <summary>Kind of file, one of <see cref="IFileImports.Kinds"/>, or <c>live</c> for a standing sender. Of kinds other than orders, <see cref="Lines"/> counts the rows taken over.</summary>
    public string Kind { get; init; } = "orders";

    /// <summary>Whether its rows, with what stood there before, went at the end of their period: it can be neither taken back nor shown again.</summary>
    public bool RowsEnded { get; init; }

    /// <summary><see cref="Message"/> with its place and code, or null. What an earlier version wrote has no code.</summary>
    public ImportOutcome.Refused? Failure { get; init; }
}

/// <summary>How many rows a cleaning rule touched in one import.</summary>
/// <param name="Rule">Machine name of the rule, for example <c>non-product-code</c>; shown in words by the host.</param>
/// <param name="Effect">What it does: <c>reject</c>, <c>change</c> or <c>note</c>.</param>
/// <param name="Rows">Rows touched.</param>
public sealed record RuleCount(string Rule, string Effect, long Rows);

/// <summary>One row that was rejected or changed.</summary>
/// <param name="File">File name.</param>
/// <param name="Row">Row number in the file, the header being row 1.</param>
/// <param name="Column">Column concerned, or null for the whole row.</param>
/// <param name="Value">The offending value, cut at 200 characters.</param>
/// <param name="Rule">Machine name of the rule.</param>
/// <param name="Effect"><c>reject</c> or <c>change</c>.</param>
/// <param name="Reason">English sentence with the fix.</param>
/// <param name="Text">The whole row as CSV.</param>
/// <param name="Made">What was taken instead of the value, empty for nothing; null where it was not changed or the rule alone says it.</param>
public sealed record ImportIssue(string File, long Row, string? Column, string Value, string Rule, string Effect, string Reason, string Text, string? Made)
{
    /// <summary>What the reason says that only this row tells (numbers of cells, words that are taken), in the order of the rule's sentence; none for most rules.</summary>
    public IReadOnlyList<string> Particulars => RuleText.Values(Rule, Reason);
}

/// <summary>What a rule did in one import, with its first rows.</summary>
/// <param name="Count">The rule and its rows.</param>
/// <param name="First">The first rows that it rejected or changed, in file order; none for a rule that is only noted.</param>
public sealed record RuleWork(RuleCount Count, IReadOnlyList<ImportIssue> First);

/// <summary>How files say what is wrong with a row.</summary>
/// <param name="Header">Header of the column that rejected rows carry for it: <c>Import note</c> or <c>导入说明</c>, which are ignored when the file comes back.</param>
/// <param name="Say">What is wrong and what to do.</param>
public sealed record RowNotes(string Header, Func<ImportIssue, string> Say)
{
    /// <summary>As they are kept.</summary>
    public static RowNotes English { get; } = new(
        ColumnMatch.NoteHeaders[0],
        issue => issue.Made switch { null => issue.Reason, "" => $"Taken as empty. {issue.Reason}", var made => $"{made} was taken instead. {issue.Reason}" });
}

/// <summary>How an import ended.</summary>
public abstract record ImportOutcome
{
    private ImportOutcome()
    {
    }

    /// <summary>Its rows are visible.</summary>
    /// <param name="Summary">Figures.</param>
    public sealed record Applied(ImportSummary Summary) : ImportOutcome;

    /// <summary>The same bytes had been imported before; nothing changed.</summary>
    /// <param name="Earlier">The import that brought them.</param>
    public sealed record AlreadyThere(ImportSummary Earlier) : ImportOutcome;

    /// <summary>The file cannot be imported; nothing of it was kept.</summary>
    /// <param name="File">File name.</param>
    /// <param name="Row">Row, the header being 1; 0 when the file as a whole is meant.</param>
    /// <param name="Column">Column, or null.</param>
    /// <param name="Reason">What is wrong.</param>
    /// <param name="Fix">What to do.</param>
    public sealed record Refused(string File, long Row, string? Column, string Reason, string Fix) : ImportOutcome
    {
        /// <summary>
        /// Reason and fix in code (resources <c>FileFault.CODE</c> and <c>FileFault.CODE.Fix</c>), or null where there is none. A value
        /// <c>rule:NAME</c> stands for what the rule of that name says of a row, with what only the row tells in lines behind it.
        /// </summary>
        public Reason? Why { get; init; }
    }
}

/// <summary>Bringing order files in.</summary>
public interface IImports
{
    /// <summary>
    /// Reads, cleans and commits a file of order lines (columns <c>InvoiceNo StockCode Description Quantity InvoiceDate UnitPrice CustomerID Country</c>
    /// or their usual other names). Streaming; rows stay invisible until the last is in; a cancellation or a crash leaves nothing.
    /// </summary>
    Task<ImportOutcome> ImportOrdersAsync(OrderFile file, IProgress<Progress>? progress, CancellationToken cancellation);

    /// <summary>Removes what imports left behind that a dead process did not finish, and ends undos and redos that it began; called once at start.</summary>
    Task<int> CleanUpAsync(CancellationToken cancellation);

    /// <summary>Imports, newest first.</summary>
    Task<Page<ImportSummary>> ListAsync(TableQuery query, CancellationToken cancellation);

    /// <summary>One import, or null.</summary>
    Task<ImportSummary?> FindAsync(ImportId import, CancellationToken cancellation);

    /// <summary>What each cleaning rule did.</summary>
    Task<IReadOnlyList<RuleCount>> RulesAsync(ImportId import, CancellationToken cancellation);

    /// <summary>What each rule did, with the first rows that it rejected or changed; most rows first.</summary>
    /// <param name="import">Import of any kind of file.</param>
    /// <param name="places">Rows of a rule at most.</param>
    /// <param name="cancellation">Stops the reading.</param>
    Task<IReadOnlyList<RuleWork>> WorkAsync(ImportId import, int places, CancellationToken cancellation);

    /// <summary>Rejected and changed rows in file order; search looks into value, what was made of it, and reason.</summary>
    /// <param name="import">Import.</param>
    /// <param name="rule">Only this rule, or null.</param>
    /// <param name="query">Part wanted.</param>
    /// <param name="cancellation">Stops the reading.</param>
    Task<Page<ImportIssue>> IssuesAsync(ImportId import, string? rule, TableQuery query, CancellationToken cancellation);

    /// <summary>Writes all rejected and changed rows as CSV (UTF-8, guarded against formula injection).</summary>
    Task WriteIssuesAsync(ImportId import, RowNotes notes, Stream output, CancellationToken cancellation);

    /// <summary>Takes an applied import back as a whole; it can be applied again. False when it is not applied, or its rows have ended.</summary>
    Task<bool> UndoAsync(ImportId import, string actor, CancellationToken cancellation);

    /// <summary>Makes an undone import visible again; false while another shows what it would show a second time, or when its rows have ended.</summary>
    Task<bool> RedoAsync(ImportId import, string actor, CancellationToken cancellation);

    /// <summary>Asks the program that serves, from a command beside it, to take an import back or to make it visible again.</summary>
    Task AskAsync(ImportId import, bool undo, string actor, CancellationToken cancellation);

    /// <summary>Whether something that was asked for an import is still to be done.</summary>
    Task<bool> IsAskedAsync(ImportId import, CancellationToken cancellation);

    /// <summary>Does what commands beside this program have asked for.</summary>
    Task NoticeAsync(CancellationToken cancellation);

    /// <summary>The visible import that keeps an undone one from being applied again, since both bring the same rows, orders or returns; null when none does.</summary>
    Task<ImportSummary?> FindTwinAsync(ImportId import, CancellationToken cancellation);
}
