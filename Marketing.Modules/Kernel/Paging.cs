namespace Marketing.Kernel;

/// <summary>What part of a table a reader asks for.</summary>
/// <param name="Skip">Rows to leave out from the start; at least 0.</param>
/// <param name="Take">Rows wanted, 1 to 1,000.</param>
/// <param name="Search">Words typed by a person, or null.</param>
/// <param name="Sort">Name of a column out of the fixed list of the verb, or null for its default.</param>
/// <param name="Descending">Whether the largest comes first.</param>
public sealed record TableQuery(int Skip = 0, int Take = 25, string? Search = null, string? Sort = null, bool Descending = false);

/// <summary>One page of a table.</summary>
/// <typeparam name="T">Type of a row.</typeparam>
/// <param name="Items">The rows of the page.</param>
/// <param name="Total">Rows of the whole table under the search.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, long Total);
