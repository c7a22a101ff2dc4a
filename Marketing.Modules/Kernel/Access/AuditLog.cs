using System.Text.Encodings.Web;
using System.Text.Json;
using Marketing.Kernel.Sql;

namespace Marketing.Kernel.Access;

/// <summary>The audit log in the database; times are the system's.</summary>
internal sealed class AuditLog(KernelAccessStore store, TimeProvider system) : IAuditLog
{
    private static readonly string[] Sorts = ["at", "actor", "action", "subject"];

    // The text is read in tables and files, never put into a page as markup: names in any script stay readable.
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public Task WriteAsync(string actor, string action, string subject, object? detail, CancellationToken cancellation) =>
        store.WriteAuditAsync(system.GetUtcNow(), actor, action, subject, detail is null ? "{}" : JsonSerializer.Serialize(detail, Json), cancellation);

    public Task<Page<AuditEntry>> ListAsync(TableQuery query, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(query.Skip);
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Take, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.Take, 1000);
        if (query.Sort is not null && !Sorts.Contains(query.Sort))
        {
            throw new ArgumentException($"The audit log is sorted by {string.Join(", ", Sorts)}, not by {query.Sort}.", nameof(query));
        }

        return store.ListAuditAsync(Pattern(query.Search), query.Sort ?? "", query, cancellation);
    }

    public Task<AuditChain> VerifyAsync(CancellationToken cancellation) => store.VerifyAuditAsync(cancellation);

    /// <summary>The words anywhere in a text; signs that mean something to <c>like</c> stand for themselves.</summary>
    private static string? Pattern(string? search) => string.IsNullOrWhiteSpace(search)
        ? null
        : "%" + search.Trim().Replace(@"\", @"\\").Replace("%", @"\%").Replace("_", @"\_") + "%";
}
