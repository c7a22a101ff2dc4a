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
}
