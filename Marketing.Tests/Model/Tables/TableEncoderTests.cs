using Marketing.Model;
using Marketing.Model.Tables;

namespace Marketing.Tests.Model.Tables;

public sealed class TableEncoderTests
{
    private const float Gap = float.NaN;

    [Fact]
    public void Numbers_are_standardised_by_the_training_rows_and_a_missing_one_is_at_the_mean_with_an_indicator()
    {
        // Both have the mean 4; squared distances are 9, 1, 1, 9 and 4, 4, 0.
        var train = Tables.Of(("a", [1, 3, 5, 7]), ("b", [2, Gap, 6, 4]));
        var encoder = TableEncoder.Learn(train);
        var (a, b) = (Math.Sqrt(5), Math.Sqrt(8 / 3.0));
        Assert.Equal((3, 3), (encoder.Width, encoder.Dense));
        Assert.Equal([(float)(-3 / a), (float)(-2 / b), 0], Row(encoder, train, 0));
        Assert.Equal([(float)(-1 / a), 0, 1], Row(encoder, train, 1));

        // What is scored changes neither mean nor deviation.
        Assert.Equal([(float)(96 / a), 0, 1], Row(encoder, Tables.Of(("a", [100]), ("b", [Gap])), 0));
    }

    [Fact]
    public void A_column_that_says_nothing_is_left_out_and_one_that_is_only_sometimes_there_says_whether_it_is()
    {
        var train = Tables.Of(("same", [3, 3, 3]), ("none", [Gap, Gap, Gap]), ("sometimes", [7, Gap, 7]));
        var encoder = TableEncoder.Learn(train);
        Assert.Equal(2, encoder.Width);
        Assert.Equal([0, 0], Row(encoder, train, 0));
        Assert.Equal([0, 1], Row(encoder, train, 1));
        Assert.Equal([0, 0], Row(encoder, Tables.Of(("same", [9]), ("none", [9]), ("sometimes", [900])), 0));
    }

    [Fact]
    public void Categories_are_one_hot_and_one_that_is_unknown_has_none()
    {
        string[] levels = ["red", "green"];
        var train = new TableData(3, [new NumberColumn("a", [1, 2, 3])], [Tables.Category("colour", levels, 0, 1, 1), Tables.Category("size", ["s", "m", "l"], 2, 1, 0)]);
        var encoder = TableEncoder.Learn(train);
        Assert.Equal((6, 1, 2), (encoder.Width, encoder.Dense, encoder.Categories));
        Assert.Equal([0, 1, 0, 1, 0], Row(encoder, train, 1)[1..]);
        var later = new TableData(1, [new NumberColumn("a", [1])], [Tables.Category("colour", levels, 2), Tables.Category("size", ["s", "m", "l"], 0)]);
        Assert.Equal([0, 0, 1, 0, 0], Row(encoder, later, 0)[1..]);
        Assert.Equal(-1, encoder.Place(later, 0, 0));
    }

    [Fact]
    public void Of_very_many_levels_the_rare_ones_share_a_place_with_the_unknown()
    {
        // Level 0 stands once, all others twice.
        string[] levels = [.. Enumerable.Range(0, OneHot.Most + 50).Select(i => $"{i}")];
        int[] codes = [0, .. Enumerable.Range(1, levels.Length - 1), .. Enumerable.Range(1, levels.Length - 1)];
        var places = OneHot.Learn(new CategoryColumn("id", codes, levels));
        Assert.Equal(OneHot.Most, places.Width);
        Assert.Equal((OneHot.Most - 1, OneHot.Most - 1, 0), (places.Place(0), places.Place(levels.Length), places.Place(1)));
        Assert.Equal(OneHot.Most, Enumerable.Range(0, levels.Length).Select(places.Place).Distinct().Count());
    }

    private static float[] Row(TableEncoder encoder, TableData rows, int row)
    {
        var x = new float[encoder.Width];
        encoder.Write(rows, row, x);
        return x;
    }
}
