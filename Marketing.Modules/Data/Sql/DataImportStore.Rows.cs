using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Dapper;
using Marketing.Data.Import;
using Marketing.Data.Import.Files;
using Marketing.Kernel;
using Marketing.Kernel.Storage;
using Microsoft.Data.Sqlite;

namespace Marketing.Data.Sql;

/// <summary>Writing, applying and removing the rows of an import, in slices that let other writers in.</summary>
internal sealed partial class DataImportStore
{
    private readonly ConcurrentDictionary<ImportId, MovedIds> _moved = [];

    /// <summary>Opens the writer of one import's rows.</summary>
    /// <param name="import">The import they belong to.</param>
    /// <param name="slice">How long one transaction may take before it commits.</param>
    public RowWriter OpenWriter(ImportId import, TimeSpan slice) => new(database, import, slice, _moved[import] = new MovedIds());

    /// <summary>Makes an import visible. Names and countries of customers and products that the shop showed before change in the same instant, and whoever was erased meanwhile has no orders in it.</summary>
    public async Task ApplyAsync(ImportId import, ImportEnd end, TimeSpan slice)
    {
        var moved = _moved.TryRemove(import, out var known) ? known : new MovedIds();
        await SliceAsync("rename-product", end.Names.Where(name => name.IsNew).ToList(), (update, name) => update.Add(name.Detail).Add(moved.Product(name.Id)).Run(), slice);
        await SliceAsync("move-customer", end.Countries.Where(country => country.IsNew).ToList(), (update, country) => update.Add(country.Detail).Add(moved.Customer(country.Id)).Run(), slice);
        var listed = await ListedAsync(import);
        await database.WriteAsync(
            (connection, transaction) =>
            {
                Update(connection, "rename-product", end.Names);
                Update(connection, "move-customer", end.Countries);
                PartErased(connection, transaction, import, listed);
                connection.Execute(Sql["save-reading"], new { Import = import, Headers = JsonSerializer.Serialize(end.Reading.Headers), Form = JsonSerializer.Serialize(end.Reading.Form) }, transaction);
                connection.Execute(Sql["add-rule"], end.Rules.Select(rule => new { Import = import, rule.Rule, rule.Effect, rule.Rows }), transaction);
                var (tally, state) = (end.Tally, ImportState.Applied);
                connection.Execute(
                    Sql["apply-import"],
                    new { Import = import, State = state, end.At, end.Hash, tally.Rows, end.Orders, tally.Lines, tally.Returns, tally.Anonymous, tally.Unchanged, tally.Rejected, tally.Changed, end.Seconds },
                    transaction);
            });
    }

    /// <summary>Removes every row of a broken import; what is left when this is cut short is removed at the next start.</summary>
    public async Task DiscardAsync(ImportId import, JobNote note, TimeSpan slice, DateTimeOffset at)
    {
        _moved.TryRemove(import, out _);
        await database.WriteAsync((connection, transaction) =>
            connection.Execute(Sql["fail-import"], new { Import = import, State = ImportState.Failed, Message = note.ToString() }, transaction));
        await SliceAsync("remove-correction", await ReadIdsAsync("corrections-of-import", import), (delete, id) => delete.Add(id).Run(), slice);
        var orders = await ReadIdsAsync("orders-of-import", import);
        await SliceAsync("remove-lines", orders, (delete, id) => delete.Add(id).Run(), slice);
        await SliceAsync("remove-order", orders, (delete, id) => delete.Add(id).Run(), slice);
        await SliceAsync("remove-return", await ReadIdsAsync("returns-of-import", import), (delete, id) => delete.Add(id).Run(), slice);
        await SliceAsync("remove-issues", await ReadIdsAsync("issue-rows-of-import", import), (delete, row) => delete.Add(row).Add(import.Value).Run(), slice);
        await database.WriteAsync((connection, transaction) => connection.Execute(Sql["close-import"], new { Import = import, At = at }, transaction));
    }

    /// <summary>Imports that a dead process did not finish or did not clear away.</summary>
    public Task<IReadOnlyList<ImportId>> OpenImportsAsync(CancellationToken cancellation) => database.ReadAsync<IReadOnlyList<ImportId>>(
        connection => [.. connection.Query<long>(Sql["open-imports"], States).Select(id => new ImportId(id))],
        cancellation);

    private Task<List<long>> ReadIdsAsync(string statement, ImportId import) =>
        database.ReadAsync(connection => connection.Query<long>(Sql[statement], new { Import = import }).AsList());

    private static void Update(SqliteConnection connection, string statement, IReadOnlyList<BetterDetail> details)
    {
        using var update = new BulkStatement(connection, Sql[statement]);
        foreach (var detail in details.Where(detail => !detail.IsNew))
        {
            update.Add(detail.Detail).Add(detail.Id).Run();
        }
    }

    // Never stopped in the middle: what is half renamed or half removed would only have to be done later.
    private Task SliceAsync<T>(string statement, IReadOnlyList<T> items, Action<BulkStatement, T> run, TimeSpan slice) =>
        BulkStatement.RunAllAsync(database, Sql[statement], items, run, slice, CancellationToken.None);

    /// <summary>Writes batch after batch; its statements stay prepared between the transactions.</summary>
    internal sealed class RowWriter(Database database, ImportId import, TimeSpan slice, MovedIds moved) : IDisposable
    {
        private const int LinesBetweenLooks = 64;
        private readonly Dictionary<string, BulkStatement> _statements = [];
        private SqliteConnection? _connection;

        /// <summary>Writes a batch on the calling thread.</summary>
        public void Write(OrderBatch batch, CancellationToken cancellation)
        {
            var rest = Steps(batch);
            var left = true;
            while (left)
            {
                cancellation.ThrowIfCancellationRequested();
                left = database.Write((connection, _) => Slice(connection, rest), cancellation);
            }
        }

        public void Dispose()
        {
            foreach (var statement in _statements.Values)
            {
                statement.Dispose();
            }
        }

        // Parents before children: every step may assume that those above it are done.
        private Queue<Step> Steps(OrderBatch batch) => new(
        [
            new Step("add-customer", batch.Customers.Count, (insert, i) => Add(insert, batch.Customers[i])),
            new Step("add-product", batch.Products.Count, (insert, i) => Add(insert, batch.Products[i])),
            new Step("add-order", batch.Orders.Count, (insert, i) => Add(insert, batch.Orders[i])),
            new Step("add-line", batch.Lines.Count, (insert, i) => Add(insert, batch.Lines[i])),
            new Step("add-return", batch.Returns.Count, (insert, i) => Add(insert, batch.Returns[i])),
            new Step("add-correction", batch.Corrections.Count, (insert, i) => Add(insert, batch.Corrections[i])),
            new Step("add-issue", batch.Issues.Count, (insert, i) => Add(insert, batch.Issues[i])),
        ]);

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private bool Slice(SqliteConnection connection, Queue<Step> rest)
        {
            var started = Stopwatch.GetTimestamp();
            _connection = connection;
            while (rest.TryPeek(out var step))
            {
                var insert = Statement(step.Statement);
                while (step.Next < step.Count)
                {
                    step.Run(insert, step.Next++);
                    if (step.Next % LinesBetweenLooks == 0 && database.IsOver(started, slice))
                    {
                        return true;
                    }
                }

                rest.Dequeue();
            }

            return false;
        }

        private BulkStatement Statement(string name)
        {
            if (!_statements.TryGetValue(name, out var statement))
            {
                _statements.Add(name, statement = new BulkStatement(_connection!, Sql[name]));
            }

            return statement;
        }

        // The reader numbers what is new from the ids of its start; live facts may have taken some of them since.
        private void Add(BulkStatement insert, in NewCustomer row)
        {
            if (insert.Add(row.Id).Add(row.Key).Add(row.Country).Add(import.Value).RunAndCount() == 0)
            {
                moved.Customers[row.Id] = Statement("add-customer-anew").Add(row.Key).Add(row.Country).Add(import.Value).RunForId()
                    ?? Statement("customer-by-key").Add(row.Key).Find()!.Value;
            }
        }

        private void Add(BulkStatement insert, in NewProduct row)
        {
            if (insert.Add(row.Id).Add(row.Code).Add(row.Name).Add(import.Value).RunAndCount() == 0)
            {
                moved.Products[row.Id] = Statement("add-product-anew").Add(row.Code).Add(row.Name).Add(import.Value).RunForId()
                    ?? Statement("product-by-code").Add(row.Code).Find()!.Value;
            }
        }

        private void Add(BulkStatement insert, in NewOrder row)
        {
            if (row.Details is { } details)
            {
                if (Detailed(Statement("add-detailed-order").Add(row.Id), row, details).RunAndCount() == 0)
                {
                    moved.Orders[row.Id] = Detailed(Statement("add-detailed-order-anew"), row, details).RunForId()!.Value;
                }

                return;
            }

            if (insert.Add(row.Id).Add(row.Number).Add(Known(moved.Customer(row.Customer))).Add(row.At).Add(import.Value).RunAndCount() == 0)
            {
                moved.Orders[row.Id] = Statement("add-order-anew").Add(row.Number).Add(Known(moved.Customer(row.Customer))).Add(row.At).Add(import.Value).RunForId()!.Value;
            }
        }

        private BulkStatement Detailed(BulkStatement insert, in NewOrder row, OrderDetails details) => insert
            .Add(row.Number).Add(Known(moved.Customer(row.Customer))).Add(row.At).Add(import.Value)
            .Add(details.Status).Add(details.Coupon).Add(details.Payment).Add(details.Shipping).Add(details.Discount)
            .Add(details.Currency).Add(details.Currency is null ? null : (double?)details.Rate);

        private void Add(BulkStatement insert, in NewLine row) =>
            insert.Add(moved.Order(row.Order)).Add((long)row.Position).Add(moved.Product(row.Product)).Add((long)row.Quantity).Add(row.Price).Run();

        private void Add(BulkStatement insert, in NewReturn row) =>
            insert.Add(row.Number).Add(Known(moved.Customer(row.Customer))).Add(moved.Product(row.Product)).Add(row.At).Add((long)row.Quantity).Add(row.Price).Add(import.Value).Run();

        private void Add(BulkStatement insert, in NewCorrection row) => insert
            .Add(import.Value).Add(row.OfImport).Add(row.OfRow).Add(row.Number).Add(row.Order).Add(moved.Product(row.Product)).Add((long)row.Quantity).Add(row.Price).Run();

        private void Add(BulkStatement insert, in NewIssue row) => insert
            .Add(import.Value).Add(row.Row).Add((long)row.Position).Add(row.Column).Add(row.Value).Add(row.Made)
            .Add(row.Rule.Name).Add(row.Rule.Effect).Add(row.Reason ?? row.Rule.Reason).Add(row.Text).Run();

        private static long? Known(long id) => id == 0 ? null : id;

        private sealed class Step(string statement, int count, Action<BulkStatement, int> run)
        {
            public string Statement { get; } = statement;

            public int Count { get; } = count;

            public Action<BulkStatement, int> Run { get; } = run;

            public int Next { get; set; }
        }
    }
}
