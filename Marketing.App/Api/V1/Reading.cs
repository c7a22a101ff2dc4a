using System.Globalization;

namespace Marketing.App.Api.V1;

/// <summary>One page that a caller wants.</summary>
/// <param name="List">Name of the list with its order and filter, as its cursors carry it.</param>
/// <param name="Take">Most rows.</param>
/// <param name="After">Keys of the last row of the page before; empty at the beginning.</param>
internal sealed record PartWanted(string List, int Take, IReadOnlyList<string> After);

/// <summary>What all readings have in common: limit, cursor, answer, refusal.</summary>
internal static class Reading
{
    private const int DefaultRows = 100;

    /// <summary>Machine name of a state or kind, as <c>order-now</c>.</summary>
    public static string Word<T>(T name)
        where T : struct, Enum => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(name.ToString());

    /// <summary>Reads limit and cursor.</summary>
    /// <param name="list">Name of the list with its order and filter.</param>
    /// <param name="limit">As the caller wrote it, or null.</param>
    /// <param name="cursor">As the caller wrote it, or null.</param>
    /// <param name="keys">Whether each key of a row may stand in a cursor.</param>
    /// <param name="options">Limits.</param>
    /// <param name="part">What is wanted.</param>
    /// <returns>The refusal, or null.</returns>
    public static IResult? Part(string list, string? limit, string? cursor, IReadOnlyList<Func<string, bool>> keys, ApiOptions options, out PartWanted part)
    {
        part = new PartWanted(list, 0, []);
        var rows = Math.Min(DefaultRows, options.MostRows);
        if (limit is not null && (!int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out rows) || rows < 1 || rows > options.MostRows))
        {
            return Refuse(StatusCodes.Status400BadRequest, "Wrong limit", $"'limit' is a whole number from 1 to {options.MostRows:N0}.");
        }

        if (!Cursor.TryRead(list, cursor, keys.Count, out var after) || after.Zip(keys).Any(pair => !pair.Second(pair.First)))
        {
            return Refuse(StatusCodes.Status400BadRequest, "Wrong cursor", "Pass on 'next' of the page before, unchanged and with the same filter, or leave 'cursor' out to begin.");
        }

        part = new PartWanted(list, rows, after);
        return null;
    }

    /// <summary>Whether a key of a cursor is an id.</summary>
    public static bool IsId(string key) => Cursor.Id(key) is not null;

    /// <summary>One page of a list that is too long to be counted at every page.</summary>
    /// <param name="part">What was wanted.</param>
    /// <param name="rows">Its rows, and one more when the list goes on.</param>
    /// <param name="keys">Keys of a row for the cursor.</param>
    /// <param name="show">A row as it is written.</param>
    public static IResult Page<T>(PartWanted part, IReadOnlyList<T> rows, Func<T, string[]> keys, Func<T, object> show)
    {
        var (items, next) = Cut(part, rows, keys, show);
        return Results.Json(new { items, next });
    }

    /// <summary>The rows of a page as they are written, and the cursor of the next one; null at the end.</summary>
    public static (IReadOnlyList<object> Items, string? Next) Cut<T>(PartWanted part, IReadOnlyList<T> rows, Func<T, string[]> keys, Func<T, object> show)
    {
        var items = rows.Take(part.Take).ToList();
        return ([.. items.Select(show)], rows.Count > part.Take ? Cursor.After(part.List, keys(items[^1])) : null);
    }

    public static IResult Refuse(int status, string title, string detail) =>
        Results.Json(new { type = "about:blank", title, status, detail }, contentType: "application/problem+json", statusCode: status);
}
