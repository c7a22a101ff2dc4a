using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Marketing.App.Api.V1;

/// <summary>Where a reading goes on; callers pass it on as it is.</summary>
internal static class Cursor
{
    /// <summary>The place after so many rows of a list.</summary>
    public static string After(string list, int rows) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{list} {rows.ToString(CultureInfo.InvariantCulture)}"));

    /// <summary>Rows to leave out; null when the cursor is not one of this list.</summary>
    public static int? Read(string list, string? cursor)
    {
        if (string.IsNullOrEmpty(cursor))
        {
            return 0;
        }

        if (cursor.Length > 200 || !Base64Url.IsValid(cursor))
        {
            return null;
        }

        var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor)).Split(' ');
        return parts is [var name, var rows] && name == list && int.TryParse(rows, NumberStyles.None, CultureInfo.InvariantCulture, out var skip) ? skip : null;
    }
}
