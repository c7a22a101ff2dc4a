using System.Buffers.Text;
using System.Text;
using Marketing.App.Api.V1;

namespace Marketing.Tests.App.Api.V1;

public sealed class CursorTests
{
    [Fact]
    public void A_cursor_carries_the_keys_of_the_last_row_in_its_own_list_only()
    {
        var cursor = Cursor.After("outcomes of 7", "7", "in-doubt", "1700000000000");
        Assert.True(Cursor.TryRead("outcomes of 7", cursor, 3, out var keys));
        Assert.Equal(["7", "in-doubt", "1700000000000"], keys);
        Assert.False(Cursor.TryRead("outcomes of 8", cursor, 3, out _));
        Assert.False(Cursor.TryRead("outcomes of 7", cursor, 2, out _));
        Assert.DoesNotContain("outcomes", cursor);
    }

    [Fact]
    public void No_cursor_is_the_beginning()
    {
        Assert.True(Cursor.TryRead("customers", null, 1, out var keys));
        Assert.Empty(keys);
        Assert.True(Cursor.TryRead("customers", "", 1, out _));
    }

    [Theory]
    [InlineData("nonsense!")]
    [InlineData("AAAA")]
    [InlineData("bnVsbA")]
    [InlineData("W251bGxd")]
    [InlineData("eyJhIjoxfQ")]
    public void What_no_page_gave_is_refused(string cursor) => Assert.False(Cursor.TryRead("customers", cursor, 1, out _));

    [Fact]
    public void A_cursor_without_end_is_refused() =>
        Assert.False(Cursor.TryRead("customers", Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"[\"customers\",\"{new string('1', 400)}\"]")), 1, out _));

    [Theory]
    [InlineData("17", 17L)]
    [InlineData("-1", null)]
    [InlineData("1e3", null)]
    [InlineData("99999999999999999999", null)]
    public void Only_whole_numbers_are_ids(string key, long? id) => Assert.Equal(id, Cursor.Id(key));
}
