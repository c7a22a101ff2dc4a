using System.Text;
using Marketing.Data;
using Marketing.Data.Events;
using Marketing.Data.Import;
using Marketing.Data.Import.Files;
using Marketing.Data.Shop;
using Marketing.Data.Snapshots;
using Marketing.Data.Sql;
using Marketing.Kernel;
using Marketing.Kernel.Access;
using Marketing.Kernel.Sql;
using Marketing.Kernel.Storage;
using Marketing.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Marketing.Tests.Data.Import;

/// <summary>An empty shop into which files are imported.</summary>
internal sealed class ImportRig : IDisposable
{
    public const string Header = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n";

    private readonly TestFolder _folder;
    private readonly EventParts _parts;

    /// <param name="database">A database to begin with, as a copy of another shop, or null for an empty one.</param>
    public ImportRig(string? database = null)
    {
        _folder = new TestFolder();
        if (database is not null)
        {
            _folder.Database.Dispose();
            File.Copy(database, _folder.Folder.Database, overwrite: true);
        }

        Database = database is null ? _folder.Database : new Database(_folder.Folder);
        Clock = new BusinessClock(_folder.Clock);
        Shop = new ShopSettings(new DataShopStore(Database), Clock);
        Snapshots = new SnapshotCache(new DataSnapshotStore(Database), Shop, Clock);
        Audit = new AuditLog(new KernelAccessStore(Database), _folder.Clock);
        Store = new DataImportStore(Database);
        Corrections = new DataCorrectionsStore(Database);
        Traces = new DataTracesStore(Database);
        Merge = new MergeStaged(new DataImportMergeStore(Database), Corrections);
        Imports = new Imports(Store, new ImportOrders(Store, Corrections, Merge, Traces, Shop, _folder.Clock, Options), Snapshots, Audit, _folder.Clock, Options, Merge);
        _parts = new EventParts(new DataEventPartsStore(Database), NullLogger<EventParts>.Instance);
        Files = Queue();
    }

    /// <summary>The queue of files, as a process that starts anew has it.</summary>
    public FileImports Queue()
    {
        var rows = new DataImportRowsStore(Database, _parts);
        return new FileImports(new DataImportFilesStore(Database), Store, Corrections, rows, new ImportRows(rows, Shop, _folder.Clock, Options), Merge, Traces, Imports, new FileLooks(new DataImportFilesStore(Database), Store, Corrections, Shop, _folder.Clock, Options), Snapshots, Audit, _folder.Clock, Options, NullLogger<FileImports>.Instance);
    }

    public IOptions<DataOptions> Options { get; } = Microsoft.Extensions.Options.Options.Create(new DataOptions());

    public Database Database { get; }

    public TimeProvider System => _folder.Clock;

    /// <summary>Lets time go by.</summary>
    public void Pass(TimeSpan time) => _folder.Clock.Advance(time);

    public BusinessClock Clock { get; }

    public ShopSettings Shop { get; }

    public SnapshotCache Snapshots { get; }

    public AuditLog Audit { get; }

    public DataImportStore Store { get; }

    public DataTracesStore Traces { get; }

    public DataCorrectionsStore Corrections { get; }

    public MergeStaged Merge { get; }

    public Imports Imports { get; }

    public FileImports Files { get; }

    public ImportMappings Mappings => new(new DataImportFilesStore(Database), Audit, _folder.Clock);

    public CurrencyRates Rates => new(new DataRatesStore(Database), Shop, Audit);

    /// <summary>Imports rows under the usual header.</summary>
    public Task<ImportOutcome> ImportRowsAsync(params string[] rows) => ImportAsync(Header + string.Concat(rows.Select(row => row + "\n")));

    public Task<ImportOutcome> ImportAsync(string text, string name = "orders.csv") => ImportAsync(Encoding.UTF8.GetBytes(text), name);

    public Task<ImportOutcome> ImportAsync(byte[] bytes, string name = "orders.csv", IProgress<Progress>? progress = null, CancellationToken cancellation = default) =>
        Imports.ImportOrdersAsync(new OrderFile(Write(bytes), name, "Ada"), progress, cancellation);

    public string Write(byte[] bytes)
    {
        var path = Path.Combine(_folder.Folder.Uploads, Guid.NewGuid().ToString("N"));
        File.WriteAllBytes(path, bytes);
        return path;
    }

    /// <summary>The shop as it is long after the last row.</summary>
    public Task<ShopSnapshot> LookAsync() => Snapshots.TakeAsync(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero), CancellationToken.None);

    public async Task<ImportSummary> AppliedAsync(params string[] rows) => Assert.IsType<ImportOutcome.Applied>(await ImportRowsAsync(rows)).Summary;

    public async Task<ImportOutcome.Refused> RefusedAsync(string text) => Assert.IsType<ImportOutcome.Refused>(await ImportAsync(text));

    public async Task<Dictionary<string, long>> RulesAsync(ImportId import) =>
        (await Imports.RulesAsync(import, CancellationToken.None)).ToDictionary(rule => rule.Rule, rule => rule.Rows);

    public async Task<IReadOnlyList<ImportIssue>> IssuesAsync(ImportId import) =>
        (await Imports.IssuesAsync(import, null, new TableQuery(Take: 1000), CancellationToken.None)).Items;

    public void Dispose()
    {
        Files.Dispose();
        Imports.Dispose();
        _parts.Dispose();
        Database.Dispose();
        _folder.Dispose();
    }
}
