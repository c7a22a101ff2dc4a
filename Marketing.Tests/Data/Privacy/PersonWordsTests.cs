using Marketing.Data.Privacy;

namespace Marketing.Tests.Data.Privacy;

public sealed class PersonWordsTests
{
    [Theory]
    [InlineData("Élodie MÜLLER", "row of élodie müller; 7", true)]
    [InlineData("李明", "客户李明的订单", true)]
    [InlineData("李明", "客户王芳的订单", false)]
    [InlineData("O'Brien", "[\"O\\u0027Brien\"]", true)]
    [InlineData("Élodie", "[\"\\u00C9lodie\"]", true)]
    [InlineData("Ann Ford", "ＡＮＮ\u3000ＦＯＲＤ", true)]
    [InlineData("12345", "order 12345 was late", true)]
    [InlineData("12345", "12345", true)]
    [InlineData("12345", "order 9123456 was late", false)]
    [InlineData("12345", "9123456 and 12345", true)]
    [InlineData("2026", "sent at 2026-11-28 or on 28.11.2026", false)]
    [InlineData("1250", "it was 1250.00", false)]
    [InlineData("1250", "at 12:1250", false)]
    [InlineData("17850", "17850.0,United Kingdom", true)]
    [InlineData("17850", "536365,85123A,17850,3.50", true)]
    [InlineData("1250", "the number is 1250. Next", true)]
    [InlineData("Anna", "Hannah and Joanna", false)]
    [InlineData("Anna", "Joanna, Anna", true)]
    [InlineData("ann@x.test", "joann@x.test", false)]
    [InlineData("Mark", "marketing.csv", false)]
    [InlineData("Bo", "Bo", true)]
    [InlineData("Bo", "a boat", false)]
    public void A_text_names_the_person_or_does_not(string word, string text, bool names) => Assert.Equal(names, new PersonWords([word]).In(text));

    [Fact]
    public void A_number_at_the_end_of_a_piece_is_left_to_the_next_one()
    {
        var words = new PersonWords(["12345"]);
        Assert.False(words.Inside("x 12345", goesOn: true));
        Assert.True(words.Inside("x 12345"));
        Assert.False(words.Inside("12345 x", isRest: true));
    }

    [Fact]
    public void A_word_in_a_text_of_pieces_is_found_once_wherever_it_is_cut()
    {
        var words = new PersonWords(["12345", "Wilhelmina Quist"]);
        foreach (var word in (string[])["12345", "wilhelmina quist"])
        {
            var text = new string('.', 40) + ' ' + word + ' ' + new string('.', 40);
            for (var cut = 20; cut < 80; cut++)
            {
                // As a reader of files has them: the end of a piece stands before the next one.
                var kept = Math.Min(words.Overlap, cut);
                Assert.True(words.Inside(text[..cut], goesOn: true) || words.Inside(text[(cut - kept)..], isRest: true));
            }
        }
    }
}
