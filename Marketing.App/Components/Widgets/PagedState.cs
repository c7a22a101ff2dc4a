using Marketing.Kernel;

namespace Marketing.App.Components.Widgets;

/// <summary>The part of a table that an address asks for (<c>?q=&amp;sort=&amp;dir=&amp;page=</c>). Anything an address gets wrong falls back to the default.</summary>
/// <param name="Search">Words typed, or null.</param>
/// <param name="Sort">Column, or null for the table's own order.</param>
/// <param name="Descending">Whether the largest comes first.</param>
/// <param name="Page">Page, from 1.</param>
public sealed record PagedState(string? Search, string? Sort, bool Descending, int Page)
{
    /// <summary>Rows a page.</summary>
    public const int Size = 25;

    private const int LastPage = 1_000_000;

    /// <summary>Reads the parts of an address.</summary>
    /// <param name="search">Value of <c>q</c>.</param>
    /// <param name="sort">Value of <c>sort</c>.</param>
    /// <param name="direction">Value of <c>dir</c>: <c>asc</c> or <c>desc</c>.</param>
    /// <param name="page">Value of <c>page</c>.</param>
    /// <param name="columns">Columns that may be sorted by.</param>
    public static PagedState Read(string? search, string? sort, string? direction, int? page, params IReadOnlyCollection<string> columns) => new(
        string.IsNullOrWhiteSpace(search) ? null : search.Trim(),
        sort is not null && columns.Contains(sort) ? sort : null,
        direction == "desc",
        Math.Clamp(page ?? 1, 1, LastPage));

    /// <summary>What a module is asked for.</summary>
    public TableQuery Query => new((Page - 1) * Size, Size, Search, Sort, Sort is not null && Descending);

    /// <summary>The parts of the address that show this state; null removes a part.</summary>
    public IReadOnlyDictionary<string, object?> Parts => new Dictionary<string, object?>
    {
        ["q"] = Search,
        ["sort"] = Sort,
        ["dir"] = Sort is null ? null : Descending ? "desc" : "asc",
        ["page"] = Page == 1 ? null : Page,
    };

    /// <summary>The state after a click on a column's head: first its natural direction, then the other one. Back to the first page.</summary>
    /// <param name="column">Column clicked.</param>
    /// <param name="descendingFirst">Whether its largest values are asked for first.</param>
    public PagedState SortedBy(string column, bool descendingFirst) =>
        this with { Sort = column, Descending = Sort == column ? !Descending : descendingFirst, Page = 1 };

    /// <summary>Number of the last page of a table, at least 1.</summary>
    public static int Pages(long total) => (int)Math.Max(1, (total + Size - 1) / Size);
}
