using Dapper;
using Marketing.Kernel.Access;
using Microsoft.Data.Sqlite;

namespace Marketing.Kernel.Sql;

/// <summary>The lines of the audit log and the chain through them.</summary>
internal sealed partial class KernelAccessStore
{
    private sealed record LineRow(long Id, DateTimeOffset At, string Actor, string Action, string Subject, string Detail, byte[]? Hash)
    {
        public byte[] After(byte[] before) => AuditHash.Of(before, Id, At, Actor, Action, Subject, Detail);
    }

    private sealed record HeadRow(long LastId, byte[] LastHash, long AnchorId, byte[]? AnchorHash)
    {
        public byte[] Begin => AnchorHash ?? AuditHash.Start;
    }

    public Task WriteAuditAsync(DateTimeOffset at, string actor, string action, string subject, string detail, CancellationToken cancellation) => database.WriteAsync(
        (connection, transaction) =>
        {
            var head = Head(connection, transaction) ?? Seal(connection, transaction);
            var id = connection.ExecuteScalar<long>(Sql["insert-audit"], new { at, actor, action, subject, detail, last = head.LastId }, transaction);
            var hash = AuditHash.Of(head.LastHash, id, at, actor, action, subject, detail);
            connection.Execute(Sql["link-audit"], new { id, hash }, transaction);
            connection.Execute(Sql["set-audit-head"], new { id, hash }, transaction);
        },
        cancellation);

    /// <summary>Chains the lines that were written before there was a chain; afterwards it does nothing.</summary>
    public void SealAudit()
    {
        if (database.Read(connection => Head(connection, null)) is null)
        {
            database.Write((connection, transaction) => Head(connection, transaction) ?? Seal(connection, transaction));
        }
    }

    /// <summary>Walks the chain from its first line.</summary>
    public Task<AuditChain> VerifyAuditAsync(CancellationToken cancellation) => database.ReadAsync(
        connection =>
        {
            // One view of both: lines are written and old ones removed meanwhile.
            using var transaction = connection.BeginTransaction(deferred: true);
            var head = Head(connection, transaction);
            var (before, lines, last) = (head?.Begin ?? AuditHash.Start, 0L, head?.AnchorId ?? 0);
            foreach (var line in connection.Query<LineRow>(Sql["all-audit"], transaction: transaction, buffered: false))
            {
                cancellation.ThrowIfCancellationRequested();
                before = line.After(before);
                if (!before.AsSpan().SequenceEqual(line.Hash))
                {
                    return new AuditChain(lines, line.Id, "This line was changed, or a line before it was removed or put in.");
                }

                (lines, last) = (lines + 1, line.Id);
            }

            return head is null && lines == 0
                ? new AuditChain(0, null, null)
                : head is null || head.LastId != last || !head.LastHash.AsSpan().SequenceEqual(before)
                    ? new AuditChain(lines, head?.LastId ?? last, "Lines at the end were removed.")
                    : new AuditChain(lines, null, null, head.AnchorId);
        },
        cancellation);

    public Task<AgedRows> CountAgedAuditAsync(DateTimeOffset before, CancellationToken cancellation) =>
        database.ReadAsync(connection => connection.QuerySingle<AgedRows>(Sql["count-aged-audit"], new { before }), cancellation);

    /// <summary>Removes some lines from the beginning of the chain, after a look whether they hold.</summary>
    /// <returns>Lines removed.</returns>
    /// <exception cref="OperatorException">A line does not hold: removing it would hide that.</exception>
    public Task<int> ExpireAuditAsync(DateTimeOffset before, int take, CancellationToken cancellation) => database.WriteAsync(
        (connection, transaction) =>
        {
            var lines = connection.Query<LineRow>(Sql["aged-audit"], new { before, take }, transaction).AsList();
            if (lines.Count == 0 || Head(connection, transaction) is not { } head)
            {
                return 0;
            }

            var hash = head.Begin;
            foreach (var line in lines)
            {
                hash = line.After(hash);
                if (!hash.AsSpan().SequenceEqual(line.Hash))
                {
                    throw new OperatorException($"The chain of the audit log is broken at line {line.Id}, so that no line was removed from there on.", "Compare the audit log with a backup; afterwards old lines go again.");
                }
            }

            connection.Execute(Sql["set-audit-anchor"], new { id = lines[^1].Id, hash }, transaction);
            return connection.Execute(Sql["remove-audit"], new { id = lines[^1].Id }, transaction);
        },
        cancellation);

    private static HeadRow? Head(SqliteConnection connection, SqliteTransaction? transaction) =>
        connection.QuerySingleOrDefault<HeadRow>(Sql["audit-head"], transaction: transaction);

    private static HeadRow Seal(SqliteConnection connection, SqliteTransaction transaction)
    {
        var head = new HeadRow(0, AuditHash.Start, 0, null);
        foreach (var line in connection.Query<LineRow>(Sql["all-audit"], transaction: transaction).AsList())
        {
            head = head with { LastId = line.Id, LastHash = line.After(head.LastHash) };
            connection.Execute(Sql["link-audit"], new { id = head.LastId, hash = head.LastHash }, transaction);
        }

        connection.Execute(Sql["set-audit-head"], new { id = head.LastId, hash = head.LastHash }, transaction);
        return head;
    }
}
