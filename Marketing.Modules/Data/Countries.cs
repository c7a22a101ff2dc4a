using System.Diagnostics.CodeAnalysis;

namespace Marketing.Data;

/// <summary>Countries by ISO 3166-1 alpha-2 code, and those of the European Economic Area.</summary>
public static class Countries
{
    private static readonly HashSet<string> Known =
    [
        .. ("AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ "
            + "DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP "
            + "KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM "
            + "PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ "
            + "UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW").Split(' '),
    ];

    private static readonly HashSet<string> Area =
        ["AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IS", "IT", "LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK"];

    /// <summary>Every code, in order.</summary>
    public static IReadOnlyList<string> Codes { get; } = [.. Known.Order(StringComparer.Ordinal)];

    /// <summary>Whether there is a country of this code; the letters are capitals.</summary>
    public static bool IsKnown([NotNullWhen(true)] string? code) => code is not null && Known.Contains(code);

    /// <summary>Whether data go to another country without the protection of one law for both.</summary>
    /// <param name="from">Country of whoever answers for the data, or null while it is not known: then the Economic Area is meant.</param>
    /// <param name="to">Country of the recipient.</param>
    public static bool IsThird(string? from, string to) => from is null ? !Area.Contains(to) : from != to && !(Area.Contains(from) && Area.Contains(to));
}
