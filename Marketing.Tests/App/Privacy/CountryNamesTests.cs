using Marketing.App.Privacy;
using Marketing.App.Resources;
using Marketing.Data;

namespace Marketing.Tests.App.Privacy;

public sealed class CountryNamesTests
{
    [Theory]
    [InlineData("en")]
    [InlineData("zh-Hans")]
    public void Every_country_has_a_name_of_its_own(string language)
    {
        var words = Words.In(language);
        var names = Countries.Codes.Select(code => words[$"Country.{code}"]).ToList();
        Assert.Equal(249, names.Count);
        Assert.Equal(249, names.Distinct().Count());
        Assert.DoesNotContain(names, name => name.Contains('‹', StringComparison.Ordinal) || name.Length < 2);
    }

    [Theory]
    [InlineData("en", "germ", "DE")]
    [InlineData("en", "ch", "CH")]
    [InlineData("en", "aland", "AX")]
    [InlineData("en", "cote d'iv", "CI")]
    [InlineData("en", "KOREA", "KP")]
    [InlineData("zh-Hans", "德", "DE")]
    [InlineData("zh-Hans", "us", "US")]
    public void A_country_is_found_by_a_part_of_its_name_or_by_its_code(string language, string typed, string first) =>
        Assert.Equal(first, CountryNames.Find(Words.In(language), typed)[0]);

    [Fact]
    public void Nothing_typed_offers_every_country_and_nonsense_none()
    {
        Assert.Equal(Countries.Codes.Order(), CountryNames.Find(Words.In("en"), null).Order());
        Assert.Empty(CountryNames.Find(Words.In("en"), "narnia"));
    }

    [Theory]
    [InlineData("en", "de", "DE")]
    [InlineData("en", " Germany ", "DE")]
    [InlineData("en", "Germany (DE)", "DE")]
    [InlineData("zh-Hans", "法国", "FR")]
    [InlineData("en", "Germ", "Germ")]
    [InlineData("en", null, "")]
    public void A_whole_name_or_a_code_that_is_typed_is_the_country_and_half_a_name_is_not(string language, string? typed, string code) =>
        Assert.Equal(code, CountryNames.Code(Words.In(language), typed));

    [Fact]
    public void A_country_is_shown_with_its_code_and_what_is_none_as_it_is()
    {
        Assert.Equal("Germany (DE)", CountryNames.Of(Words.In("en"), "DE"));
        Assert.Equal("德国 (DE)", CountryNames.Of(Words.In("zh-Hans"), "DE"));
        Assert.Equal("Narnia", CountryNames.Of(Words.In("en"), "Narnia"));
    }
}
