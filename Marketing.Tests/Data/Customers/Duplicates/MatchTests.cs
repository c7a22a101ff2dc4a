using Marketing.Data;
using Marketing.Data.Customers.Duplicates;

namespace Marketing.Tests.Data.Customers.Duplicates;

public sealed class MatchTests
{
    // Winkler (1990), and Jaro (1989) for the texts without a common beginning.
    [Theory]
    [InlineData("martha", "marhta", 0.9611)]
    [InlineData("dwayne", "duane", 0.84)]
    [InlineData("dixon", "dicksonx", 0.8133)]
    [InlineData("jones", "johnson", 0.8324)]
    [InlineData("abc", "xyz", 0)]
    [InlineData("", "", 1)]
    [InlineData("", "a", 0)]
    public void Similarity_of_names_is_the_published_one(string a, string b, double expected)
    {
        Assert.Equal(expected, JaroWinkler.Similarity(a, b), 4);
        Assert.Equal(expected, JaroWinkler.Similarity(b, a), 4);
    }

    [Fact]
    public void Spellings_of_the_same_agree()
    {
        var one = PersonText.Of(1, "Ann.Müller+shop@Example.com ", "+44 (0)20 7946-0958", "Müller, Ann", "SW1A 1AA", "LONDON", "United Kingdom");
        var other = PersonText.Of(2, "ann.müller@example.com", "020 7946 0958", "ann  muller", "sw1a1aa", "London", "united kingdom");
        Assert.Equal((one.Email, one.Phone, one.Name, one.Postcode, one.City, one.Country), (other.Email, other.Phone, other.Name, other.Postcode, other.City, other.Country));
    }

    [Fact]
    public void One_address_and_one_name_are_likely_one_person_and_a_slip_in_the_name_says_so()
    {
        var (probability, evidence) = Judge(Person("ann@x.test", "Ann Whitaker"), Person("ann@x.test", "Ann Whittaker"));
        Assert.InRange(probability, DuplicatePair.Likely, 0.9999);
        Assert.Equal(["email same", "name same"], evidence.Select(one => $"{one.Field} {one.Finding}"));
        Assert.InRange(evidence[1].Similarity!.Value, 0.9, 0.9999);
    }

    [Theory]
    [InlineData("John Smith", "Jane Smith")]
    [InlineData("Peter Kowalski", "Anna Kowalski")]
    public void A_family_that_shares_an_address_and_a_phone_is_never_likely(string one, string other)
    {
        var (probability, evidence) = Judge(Person("smiths@x.test", one, "02079460958", "SW1A1AA"), Person("smiths@x.test", other, "", "SW1A1AA"));
        Assert.Contains(evidence, found => found is { Field: "name", Finding: "household" });
        Assert.True(probability < DuplicatePair.Likely);
        Assert.True(Judge(Person("smiths@x.test", "John Smith", "", "SW1A1AA"), Person("smiths@x.test", "J. Smith", "", "SW1A1AA")).Probability > DuplicatePair.Likely);
    }

    [Fact]
    public void An_address_of_many_says_less_than_one_of_two()
    {
        var (alone, shared) = (JudgePair.Judge(Person("office@x.test", ""), Person("office@x.test", ""), false, false), JudgePair.Judge(Person("office@x.test", ""), Person("office@x.test", ""), true, false));
        Assert.True(shared.Probability < alone.Probability);
        Assert.Equal("shared", Assert.Single(shared.Evidence).Finding);
    }

    [Fact]
    public void Only_records_with_something_in_common_are_compared_and_their_number_grows_with_the_records()
    {
        var small = Compared(1000);
        var large = Compared(4000);
        Assert.InRange(large.Count, 1, small.Count * 5);
        Assert.All(large, pair => Assert.True(pair.Low < pair.High));
        Assert.Equal(large.Count, large.Distinct().Count());
        var find = new FindPairs();
        find.Add(Person("a@x.test", "Ann Lee"));
        find.Add(PersonText.Of(2, "b@x.test", null, "Bob Ray", "1000", null, ""));
        Assert.Empty(find.Pairs());
    }

    // Everybody has the same town and one of seven family names.
    private static IReadOnlyList<RecordPair> Compared(int records)
    {
        var random = new Random(7);
        var find = new FindPairs();
        for (var i = 1; i <= records; i++)
        {
            find.Add(PersonText.Of(i, null, null, $"{(char)('a' + random.Next(26))}{random.Next(1000)} Family{random.Next(7)}", null, "Leeds", "UK"));
        }

        return find.Pairs();
    }

    private static (double Probability, IReadOnlyList<MatchEvidence> Evidence) Judge(PersonText a, PersonText b) => JudgePair.Judge(a, b, emailShared: false, phoneShared: false);

    private static PersonText Person(string email, string name, string phone = "", string postcode = "") => PersonText.Of(1, email, phone, name, postcode, null, "");
}
