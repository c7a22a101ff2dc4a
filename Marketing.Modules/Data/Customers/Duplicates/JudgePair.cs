namespace Marketing.Data.Customers.Duplicates;

/// <summary>
/// How likely two records are one person: weights of evidence log2(m/u) are added after Fellegi and Sunter, "A Theory for Record
/// Linkage" (1969), where m is the share of pairs of one person in which a field is found so, and u that of pairs of two people.
/// The weights are set, not estimated: they say in which order a person should look, and no pair is merged by them alone.
/// </summary>
internal static class JudgePair
{
    /// <summary>From this probability on a pair is proposed.</summary>
    public const double Proposed = 0.1;

    // One compared pair in about four thousand is of one person.
    private const double Prior = -12;
    private const string Same = "same";
    private const string Shared = "shared";
    private const double SameName = 0.97;
    private const double AlikeName = 0.9;
    private const double DifferentName = 0.75;
    private const double SameWord = 0.92;
    private const double AlikeWord = 0.8;

    /// <summary>What the fields say, strongest first, and the probability that it is one person.</summary>
    /// <param name="a">One record.</param>
    /// <param name="b">The other.</param>
    /// <param name="emailShared">Whether more than two records have the address.</param>
    /// <param name="phoneShared">Whether more than two records have the phone.</param>
    public static (double Probability, IReadOnlyList<MatchEvidence> Evidence) Judge(PersonText a, PersonText b, bool emailShared, bool phoneShared)
    {
        var evidence = new List<MatchEvidence>(6);
        Agree(evidence, "email", a.Email, b.Email, emailShared ? Shared : Same, emailShared ? 6 : 12, -1);
        Agree(evidence, "phone", a.Phone, b.Phone, phoneShared ? Shared : Same, phoneShared ? 5 : 10, -1);
        Name(evidence, a, b);
        Agree(evidence, "postcode", a.Postcode, b.Postcode, Same, 5, -2);
        if (a.Postcode.Length == 0 || b.Postcode.Length == 0)
        {
            Agree(evidence, "city", a.City, b.City, Same, 3, -2);
        }

        Agree(evidence, "country", a.Country, b.Country, Same, 0.5, -3);
        evidence.Sort((one, other) => Math.Abs(other.Bits).CompareTo(Math.Abs(one.Bits)));
        return (1 / (1 + Math.Pow(2, -(Prior + evidence.Sum(one => one.Bits)))), evidence);
    }

    private static void Agree(List<MatchEvidence> evidence, string field, string a, string b, string finding, double agreement, double disagreement)
    {
        if (a.Length > 0 && b.Length > 0)
        {
            evidence.Add(a == b ? new MatchEvidence(field, finding, null, agreement) : new MatchEvidence(field, "different", null, disagreement));
        }
    }

    private static void Name(List<MatchEvidence> evidence, PersonText a, PersonText b)
    {
        if (a.Words.Count == 0 || b.Words.Count == 0)
        {
            return;
        }

        var similarity = JaroWinkler.Similarity(a.Name, b.Name);
        var (finding, bits) = IsHousehold(a.Words, b.Words) ? ("household", -8)
            : similarity >= SameName ? (Same, 7)
            : similarity >= AlikeName ? ("alike", 5)
            : similarity >= DifferentName ? ("alike", 1)
            : ("different", -6);
        evidence.Add(new MatchEvidence("name", finding, similarity, bits));
    }

    // One word in common and another pair of words that no slip of the pen turns into each other: a family, not a person. An initial
    // agrees with every name that begins with it.
    private static bool IsHousehold(IReadOnlyList<string> a, IReadOnlyList<string> b)
    {
        var onlyA = a.Where(word => !b.Any(other => JaroWinkler.Similarity(word, other) >= SameWord)).ToList();
        var onlyB = b.Where(word => !a.Any(other => JaroWinkler.Similarity(word, other) >= SameWord)).ToList();
        return onlyA.Count < a.Count && onlyA.Count > 0 && onlyB.Count > 0
            && !onlyA.Any(word => onlyB.Any(other => JaroWinkler.Similarity(word, other) >= AlikeWord || (word[0] == other[0] && Math.Min(word.Length, other.Length) == 1)));
    }
}
