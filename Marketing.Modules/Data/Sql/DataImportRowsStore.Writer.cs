using System.Diagnostics;
using Dapper;
using Marketing.Data.Events;
using Marketing.Data.Import;
using Marketing.Data.Import.Files;
using Marketing.Data.Import.Kinds;
using Marketing.Kernel;
using Marketing.Kernel.Storage;
using Microsoft.Data.Sqlite;

namespace Marketing.Data.Sql;

internal sealed partial class DataImportRowsStore
{
    /// <summary>
    /// Writes batch after batch, with the position in the file in the same transaction: whoever goes on after a crash writes no row
    /// twice and leaves none out.
    /// </summary>
    internal sealed partial class RowWriter : IDisposable
    {
        private const int RowsBetweenLooks = 32;
        private readonly Database _database;
        private readonly ImportKind _kind;
        private readonly ImportId _import;
        private readonly long _job;
        private readonly long _now;
        private readonly TimeSpan _slice;
        private readonly RowNames _names;
        private readonly Dictionary<string, BulkStatement> _statements = [];
        private readonly EventParts? _parts;
        private readonly Step[] _steps;
        private int _row;
        private int _issue;
        private int _erased;
        private int _unchanged;
        private bool _ofNobody;

        public RowWriter(Database database, ImportKind kind, ImportId import, long job, long now, TimeSpan slice, EventParts? parts)
        {
            (_database, _kind, _import, _job, _now, _slice, _parts) = (database, kind, import, job, now, slice, parts);
            _names = new RowNames(kind, import);
            _steps = [.. kind.Statements.Select(Of)];
            _parts?.Wake();
        }

        /// <summary>Writes a batch on the calling thread.</summary>
        public void Write(RowBatch batch, CancellationToken cancellation)
        {
            (_row, _issue) = (0, 0);
            var more = true;
            while (more)
            {
                cancellation.ThrowIfCancellationRequested();
                var from = _row;
                more = _database.Write((connection, transaction) => Slice(connection, transaction, batch), cancellation);
                _parts?.Note(_row - from);
            }
        }

        public void Dispose()
        {
            foreach (var statement in _statements.Values)
            {
                statement.Dispose();
            }

            // Many processes that each write little would otherwise fill one part without end.
            _parts?.Close();
        }

        private bool Slice(SqliteConnection connection, SqliteTransaction transaction, RowBatch batch)
        {
            var started = Stopwatch.GetTimestamp();
            var from = _row;
            (_erased, _unchanged) = (0, 0);
            using (var prepared = new PreparedStatements(connection, transaction, Sql))
            {
                _names.Begin(prepared, connection, transaction);
                while (_row < batch.Count)
                {
                    Run(connection, batch, _row++);
                    if (_row % RowsBetweenLooks == 0 && _database.IsOver(started, _slice))
                    {
                        break;
                    }
                }
            }

            var done = _row == batch.Count ? batch.Done : batch.Row[_row - 1];
            var (rejected, changed) = Issues(connection, batch, done);
            var counts = new { Import = _import, Rows = _row - from - _erased + rejected, Lines = _row - from - _erased - _unchanged, Unchanged = _unchanged, Rejected = rejected, Changed = changed };
            connection.Execute(Sql["count-rows"], counts, transaction);
            connection.Execute(Sql["note-position"], new { Job = _job, Done = done }, transaction);
            return _row < batch.Count;
        }

        private void Run(SqliteConnection connection, RowBatch batch, int row)
        {
            var cells = batch[row];
            var erased = _names.IsErased(batch, cells);
            _ofNobody = erased && !_kind.OneOf.Contains("customer");
            if (erased && !_ofNobody)
            {
                Refuse(batch, batch.Row[row]);
                return;
            }

            var changed = 0;
            foreach (var step in _steps)
            {
                var rows = Run(connection, step, batch, cells);
                changed += rows == 0 && step.Otherwise is { } otherwise ? Run(connection, otherwise, batch, cells) : rows;
            }

            // An event whose id is known, in the shop or further up in the file.
            _unchanged += changed == 0 ? 1 : 0;
        }

        private int Run(SqliteConnection connection, Step step, RowBatch batch, ReadOnlySpan<CellValue> cells)
        {
            var statement = Prepared(connection, step.Statement);
            foreach (var source in step.Values)
            {
                Bind(statement, source, batch, cells);
            }

            return statement.RunAndCount();
        }

        // Nothing of what the row says is kept, and nothing of what was found in it before.
        private void Refuse(RowBatch batch, long row)
        {
            var first = batch.Issues.FindIndex(_issue, issue => issue.Row >= row);
            var place = first < 0 ? batch.Issues.Count : first;
            batch.Issues.RemoveRange(place, batch.Issues.Skip(place).TakeWhile(issue => issue.Row == row).Count());
            batch.Issues.Insert(place, new NewIssue(row, 0, null, "", RowRule.ErasedPerson, ""));
            _erased++;
        }

        // Issues up to a row of the file; those behind it belong to the next slice.
        private (long Rejected, long Changed) Issues(SqliteConnection connection, RowBatch batch, long done)
        {
            var (rejected, changed) = (0L, 0L);
            while (_issue < batch.Issues.Count && batch.Issues[_issue].Row <= done)
            {
                var issue = batch.Issues[_issue++];
                Prepared(connection, "add-file-issue")
                    .Add(_import.Value).Add(issue.Row).Add((long)issue.Position).Add(issue.Column).Add(issue.Value).Add(issue.Made)
                    .Add(issue.Rule.Name).Add(issue.Rule.Effect).Add(issue.Reason ?? issue.Rule.Reason).Add(issue.Text).Run();
                var isLast = _issue == batch.Issues.Count || batch.Issues[_issue].Row != issue.Row;
                rejected += isLast && issue.Rule.Effect == CleaningRule.Reject ? 1 : 0;
                changed += isLast && issue.Rule.Effect == CleaningRule.Change ? 1 : 0;
            }

            return (rejected, changed);
        }

        private BulkStatement Prepared(SqliteConnection connection, string name)
        {
            if (!_statements.TryGetValue(name, out var statement))
            {
                var sql = name == "add-file-issue" ? Sql["add-file-issue"] : Statement(name);
                _statements.Add(name, statement = new BulkStatement(connection, sql));
            }

            return statement;
        }

        private sealed record Step(string Statement, Bound[] Values, Step? Otherwise);

        private readonly record struct Bound(Source From, int Cell, IReadOnlyList<(string Name, int Cell)> Json);
    }
}
