using System.Text.Json;
using Dapper;
using Marketing.Data.Import.Files;
using Marketing.Data.Import.Kinds;
using Marketing.Kernel;
using Marketing.Kernel.Storage;

namespace Marketing.Data.Sql;

/// <summary>The queue of files, and remembered mappings.</summary>
internal sealed class DataImportFilesStore(Database database)
{
    private static readonly SqlFile Sql = SqlFile.Load("Data/Sql/DataImportFiles.sql");

    private static readonly object JobStates = new { ImportJobState.Waiting, ImportJobState.Working };

    private sealed record JobRow(long Id, long? Import, string Name, string Actor, string Kind, string Path, long Owned, string Plan, string Headers, ImportJobState State, DateTimeOffset Queued, long Done, string? Message);

    private sealed record MappingRow(string Name, string Kind, string Plan, string Actor, DateTimeOffset Saved, DateTimeOffset? Used)
    {
        public SavedMapping Mapping => JsonSerializer.Deserialize<ImportPlan>(Plan) is { } plan
            ? new SavedMapping(Name, Kind, plan.Form, plan.Columns, Actor, Saved, Used)
            : throw new InvalidOperationException($"The mapping {Name} is damaged.");
    }

    /// <summary>A queued file with what is needed to do it.</summary>
    internal sealed record QueuedFile(ImportJob Job, ImportPlan Plan, IReadOnlyList<string> Headers, bool Owned, long Done, JobNote? Note);

    public Task<long> AddAsync(ImportPlan plan, bool owned, DateTimeOffset at, CancellationToken cancellation) => database.WriteAsync(
        (connection, transaction) => connection.ExecuteScalar<long>(Sql["add-job"], New(plan, owned, ImportJobState.Waiting, at), transaction),
        cancellation);

    /// <summary>Keeps a draft; one that is no draft any more stays as it is.</summary>
    public Task<long> SaveDraftAsync(long? draft, ImportPlan plan, DateTimeOffset at, CancellationToken cancellation) => database.WriteAsync(
        (connection, transaction) =>
        {
            if (draft is not { } known)
            {
                return connection.ExecuteScalar<long>(Sql["add-job"], New(plan, true, ImportJobState.Draft, at), transaction);
            }

            connection.Execute(Sql["change-draft"], new { Job = known, plan.Kind, Plan = JsonSerializer.Serialize(plan), ImportJobState.Draft }, transaction);
            return known;
        },
        cancellation);

    /// <summary>Puts a draft into the queue; false when it is none.</summary>
    public Task<bool> StartAsync(long draft, CancellationToken cancellation) => database.WriteAsync(
        (connection, transaction) => connection.Execute(Sql["queue-draft"], new { Job = draft, ImportJobState.Draft, ImportJobState.Waiting }, transaction) == 1,
        cancellation);

    public Task<long?> NextAsync(CancellationToken cancellation) =>
        database.ReadAsync(connection => connection.QueryFirstOrDefault<long?>(Sql["next-job"], JobStates), cancellation);

    public Task<QueuedFile?> FindAsync(long job, CancellationToken cancellation) => database.ReadAsync(
        connection => connection.QuerySingleOrDefault<JobRow>(Sql["find-job"], new { Job = job }) is { } row ? File(row) : null,
        cancellation);

    public Task<IReadOnlyList<ImportJob>> ListAsync(int take, CancellationToken cancellation) => database.ReadAsync<IReadOnlyList<ImportJob>>(
        connection => [.. connection.Query<JobRow>(Sql["list-jobs"], new { Take = take }).Select(row => File(row).Job)],
        cancellation);

    /// <summary>Notes that a queued file is at work; false when it has ended meanwhile.</summary>
    public Task<bool> TakeAsync(long job) => database.WriteAsync((connection, transaction) =>
        connection.Execute(Sql["take-job"], new { Job = job, ImportJobState.Waiting, ImportJobState.Working }, transaction) == 1);

    /// <summary>State of an import, and the hash of the file that it was begun with; empty when an earlier version began it.</summary>
    public Task<(ImportState State, string Hash)> BeganWithAsync(ImportId import) => database.ReadAsync(connection =>
        connection.QuerySingle<(ImportState State, string Hash)>(Sql["import-began-with"], new { Import = import }));

    /// <summary>Lets a queued file begin at its first row again; nothing is left of its import.</summary>
    public Task BeginAnewAsync(long job) => database.WriteAsync((connection, transaction) => connection.Execute(Sql["begin-job-anew"], new { Job = job }, transaction));

    /// <summary>Notes how a file is about to end, and that its import is none any more, before anything of it is removed.</summary>
    public Task NoteEndingAsync(long job, ImportId import, JobNote note, DateTimeOffset at) => database.WriteAsync((connection, transaction) =>
    {
        connection.Execute(Sql["note-ending"], new { Job = job, Note = note.ToString(), ImportJobState.Waiting, ImportJobState.Working }, transaction);
        connection.Execute(Sql["fail-file-import"], new { Import = import, ImportState.Failed, Message = note.Message is null ? "" : (note with { Ending = null }).ToString(), At = at }, transaction);
    });

    /// <summary>Starts the import of a queued file, or gives the one that an earlier process started; null when the file has ended meanwhile.</summary>
    public Task<ImportId?> BeginAsync(long job, ImportPlan plan, IReadOnlyList<string> headers, string hash, long bytes, DateTimeOffset at, CancellationToken cancellation) => database.WriteAsync<ImportId?>(
        (connection, transaction) =>
        {
            var open = new { Job = job, ImportJobState.Waiting, ImportJobState.Working };
            if (connection.ExecuteScalar<long>(Sql["is-open"], open, transaction) == 0)
            {
                return null;
            }

            var import = connection.ExecuteScalar<long?>(Sql["job-import"], new { Job = job }, transaction)
                ?? connection.ExecuteScalar<long>(Sql["begin-file-import"], new { plan.Name, plan.Actor, State = ImportState.Running, At = at, Hash = hash, Bytes = bytes, plan.Kind }, transaction);
            connection.Execute(Sql["start-job"], new { Job = job, Import = import, Headers = JsonSerializer.Serialize(headers), ImportJobState.Working }, transaction);
            return new ImportId(import);
        },
        cancellation);

    /// <summary>The queued file that became an import, or null.</summary>
    public Task<long?> JobOfAsync(ImportId import, CancellationToken cancellation) => database.ReadAsync(
        connection => connection.QueryFirstOrDefault<long?>(Sql["job-of-import"], new { Import = import }),
        cancellation);

    /// <summary>Ends a queued file; false when it had ended.</summary>
    public Task<bool> EndAsync(long job, ImportJobState state, ImportId? import, JobNote? note, DateTimeOffset at) => database.WriteAsync(
        (connection, transaction) => connection.Execute(Sql["end-job"], End(job, state, import, note, at), transaction) == 1);

    /// <summary>Makes an import visible and ends its job in the same instant.</summary>
    public Task ApplyAsync(long job, ImportId import, string hash, DateTimeOffset at) => database.WriteAsync((connection, transaction) =>
    {
        connection.Execute(Sql["count-rules"], new { Import = import }, transaction);
        connection.Execute(Sql["apply-file-import"], new { Import = import, ImportState.Applied, At = at, Hash = hash }, transaction);
        connection.Execute(Sql["end-job"], End(job, ImportJobState.Done, import, null, at), transaction);
    });

    public Task<long?> SameFileAsync(string hash, string kind, CancellationToken cancellation) => database.ReadAsync(
        connection => connection.QueryFirstOrDefault<long?>(Sql["same-file"], new { Hash = hash, Kind = kind, ImportState.Applied }),
        cancellation);

    public Task SaveMappingAsync(string name, string fingerprint, ImportPlan plan, DateTimeOffset at, CancellationToken cancellation) => database.WriteAsync(
        (connection, transaction) => connection.Execute(
            Sql["save-mapping"],
            new { Name = name, plan.Kind, Fingerprint = fingerprint, Plan = JsonSerializer.Serialize(plan with { Path = "", Name = name }), plan.Actor, At = at },
            transaction),
        cancellation);

    public Task<SavedMapping?> FindMappingAsync(string fingerprint, string? kind, CancellationToken cancellation) => database.ReadAsync(
        connection => connection.QueryFirstOrDefault<MappingRow>(Sql["mapping-by-header"], new { Fingerprint = fingerprint, Kind = kind })?.Mapping,
        cancellation);

    public Task<IReadOnlyList<SavedMapping>> MappingsAsync(CancellationToken cancellation) => database.ReadAsync<IReadOnlyList<SavedMapping>>(
        connection => [.. connection.Query<MappingRow>(Sql["list-mappings"]).Select(row => row.Mapping)],
        cancellation);

    /// <summary>Gives a mapping another name.</summary>
    public Task<MappingRename> RenameMappingAsync(string name, string other, CancellationToken cancellation) => database.WriteAsync(
        (connection, transaction) =>
        {
            var values = new { Name = name, Other = other };
            return name != other && connection.ExecuteScalar<long>(Sql["has-mapping"], new { Name = other }, transaction) == 1 ? MappingRename.Taken
                : connection.Execute(Sql["rename-mapping"], values, transaction) == 1 ? MappingRename.Renamed
                : MappingRename.Missing;
        },
        cancellation);

    /// <summary>Forgets a mapping; false when there is none.</summary>
    public Task<bool> DeleteMappingAsync(string name, CancellationToken cancellation) => database.WriteAsync(
        (connection, transaction) => connection.Execute(Sql["delete-mapping"], new { Name = name }, transaction) == 1,
        cancellation);

    /// <summary>Notes that a file with these headers was imported: the mapping that is offered for them was used.</summary>
    public Task NoteMappingAsync(IEnumerable<string> headers, string kind, DateTimeOffset at) => database.WriteAsync((connection, transaction) =>
        connection.Execute(Sql["note-mapping"], new { Fingerprint = ColumnMatch.Fingerprint(headers), Kind = kind, At = at }, transaction));

    /// <summary>Notes that a queued file of orders is begun; false when it has ended meanwhile.</summary>
    public Task<bool> NoteBeginningAsync(long job) => database.WriteAsync((connection, transaction) =>
        connection.Execute(Sql["note-beginning"], new { Job = job, ImportJobState.Waiting, ImportJobState.Working }, transaction) == 1);

    /// <summary>Notes how far a file at work is; true when it has been asked to stop.</summary>
    public Task<bool> NoteProgressAsync(long job, Progress reached) => database.WriteAsync((connection, transaction) =>
    {
        var values = new { Job = job, Note = new JobNote { Reached = reached }.ToString(), Stop = JobNote.Stop.ToString(), ImportJobState.Working, ImportState.Running };
        return connection.Execute(Sql["note-progress"], values, transaction) == 0 && connection.ExecuteScalar<long>(Sql["is-stopped"], values, transaction) == 1;
    });

    /// <summary>Whether a file at work has been asked to stop.</summary>
    public Task<bool> IsStoppedAsync(long job) => database.ReadAsync(connection =>
        connection.ExecuteScalar<long>(Sql["is-stopped"], new { Job = job, Stop = JobNote.Stop.ToString(), ImportJobState.Working }) == 1);

    /// <summary>Asks the process that is at work on a file to stop it; false when none is.</summary>
    public Task<bool> AskToStopAsync(long job, CancellationToken cancellation) => database.WriteAsync(
        (connection, transaction) => connection.Execute(Sql["ask-to-stop"], new { Job = job, Stop = JobNote.Stop.ToString(), ImportJobState.Working, ImportState.Running }, transaction) == 1,
        cancellation);

    /// <summary>Ends a file that nobody has begun; false when it was begun or has ended.</summary>
    public Task<bool> TakeOutAsync(long job, JobNote note, DateTimeOffset at, CancellationToken cancellation) => database.WriteAsync(
        (connection, transaction) => connection.Execute(
            Sql["take-out"],
            new { Job = job, Note = note.ToString(), At = at, ImportJobState.Cancelled, ImportJobState.Draft, ImportJobState.Waiting },
            transaction) == 1,
        cancellation);

    private static object End(long job, ImportJobState state, ImportId? import, JobNote? note, DateTimeOffset at) =>
        new { Job = job, State = state, Import = import?.Value, Message = note?.ToString(), At = at, ImportJobState.Draft, ImportJobState.Waiting, ImportJobState.Working };

    private static object New(ImportPlan plan, bool owned, ImportJobState state, DateTimeOffset at) =>
        new { plan.Name, plan.Actor, plan.Kind, plan.Path, Owned = owned ? 1 : 0, Plan = JsonSerializer.Serialize(plan), State = state, At = at };

    private static QueuedFile File(JobRow row)
    {
        var note = JobNote.Parse(row.Message);
        var job = new ImportJob(row.Id, row.Import is { } import ? new ImportId(import) : null, row.Name, row.Actor, row.Kind, row.State, row.Queued, note?.Message)
        {
            Beginnings = row.Kind == OrdersKind.Kind.Name ? row.Done : 0,
            Reached = row.State == ImportJobState.Working ? note?.Reached : null,
            Failure = note?.FailureOf(row.Name),
        };
        return new QueuedFile(
            job,
            JsonSerializer.Deserialize<ImportPlan>(row.Plan) ?? throw new InvalidOperationException($"The queued file {row.Id} is damaged."),
            JsonSerializer.Deserialize<string[]>(row.Headers) ?? [],
            row.Owned == 1,
            row.Done,
            note);
    }
}
