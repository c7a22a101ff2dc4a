using System.Text;
using Dapper;
using Marketing.Data;
using Marketing.Kernel;

namespace Marketing.Tests.Data.Import.Files;

/// <summary>An empty shop into which files of every kind are brought.</summary>
internal sealed class FilesRig : IDisposable
{
    public ImportRig Shop { get; } = new();

    public IFileImports Files => Shop.Files;

    public void Dispose() => Shop.Dispose();

    public Task<LookOutcome> LookAsync(byte[] bytes, string name = "file.csv", FileForm? form = null, string? kind = null) =>
        Files.LookAsync(Shop.Write(bytes), name, form, kind, CancellationToken.None);

    public async Task<FileLook> SeenAsync(string text, string name = "file.csv", string? kind = null) => await SeenAsync(Encoding.UTF8.GetBytes(text), name, kind);

    public async Task<FileLook> SeenAsync(byte[] bytes, string name = "file.csv", string? kind = null) =>
        Assert.IsType<LookOutcome.Seen>(await LookAsync(bytes, name, kind: kind)).Look;

    /// <summary>What the file seems to be, as a plan.</summary>
    public async Task<ImportPlan> PlanAsync(byte[] bytes, string kind, string name = "file.csv")
    {
        var path = Shop.Write(bytes);
        var look = Assert.IsType<LookOutcome.Seen>(await Files.LookAsync(path, name, null, kind, CancellationToken.None)).Look;
        return new ImportPlan(path, name, "Ada", kind, look.Form, look.Columns);
    }

    public async Task<ImportOutcome> ImportAsync(string text, string kind, string name = "file.csv") => await ImportAsync(Encoding.UTF8.GetBytes(text), kind, name);

    public async Task<ImportOutcome> ImportAsync(byte[] bytes, string kind, string name = "file.csv") =>
        await RunAsync(await PlanAsync(bytes, kind, name));

    public async Task<ImportOutcome> RunAsync(ImportPlan plan)
    {
        var job = await Files.EnqueueAsync(plan, owned: false, CancellationToken.None);
        return await Files.RunAsync(job.Id, null, CancellationToken.None);
    }

    public async Task<ImportSummary> AppliedAsync(string text, string kind, string name = "file.csv") =>
        Assert.IsType<ImportOutcome.Applied>(await ImportAsync(text, kind, name)).Summary;

    public async Task<ImportOutcome.Refused> RefusedAsync(string text, string kind) => Assert.IsType<ImportOutcome.Refused>(await ImportAsync(text, kind));

    public T Ask<T>(string sql, object? values = null) => Shop.Database.Read(connection => connection.QuerySingle<T>(sql, values));

    public List<T> All<T>(string sql) => Shop.Database.Read(connection => connection.Query<T>(sql).AsList());

    public async Task<string> RejectedAsync(ImportId import, RowNotes? notes = null)
    {
        using var text = new MemoryStream();
        await Files.WriteRejectedAsync(import, notes ?? RowNotes.English, text, CancellationToken.None);
        return Encoding.UTF8.GetString(text.ToArray()).TrimStart('\uFEFF');
    }
}
