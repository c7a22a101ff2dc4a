using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Marketing.App.Api.V1;

/// <summary>
/// Where a reading goes on: the last key of the page before, with the list, its order and its filter, so that rows which come or go
/// meanwhile shift nothing. Callers pass it on as it is.
/// </summary>
internal static class Cursor
{
    private const int MostCharacters = 400;

    /// <summary>The place after a row.</summary>
    /// <param name="list">Name of the list with its order and its filter.</param>
    /// <param name="keys">Keys of the row, in the order by which the list is sorted.</param>
    public static string After(string list, params string[] keys) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes((string[])[list, .. keys]));

    /// <summary>The keys of the last row that was read.</summary>
    /// <param name="list">Name of the list with its order and its filter.</param>
    /// <param name="cursor">What the caller passed on.</param>
    /// <param name="count">How many keys a row of the list has.</param>
    /// <param name="keys">The keys; empty at the beginning.</param>
    /// <returns>Whether the cursor is one of this list.</returns>
    public static bool TryRead(string list, string? cursor, int count, out IReadOnlyList<string> keys)
    {
        keys = [];
        if (string.IsNullOrEmpty(cursor))
        {
            return true;
        }

        if (cursor.Length > MostCharacters || !Base64Url.IsValid(cursor) || Parse(cursor) is not [var name, .. var read] || name != list || read.Length != count)
        {
            return false;
        }

        keys = read;
        return true;
    }

    /// <summary>An id out of a cursor, or null when it is none.</summary>
    public static long? Id(string key) => long.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    private static string[]? Parse(string cursor)
    {
        try
        {
            return JsonSerializer.Deserialize<string[]>(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor)));
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
