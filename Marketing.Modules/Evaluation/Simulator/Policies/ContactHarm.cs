namespace Marketing.Evaluation.Simulator.Policies;

/// <summary>
/// What contacts cost later, from a time in which they were made by chance. Short: the share of visits that stays away in the week after a contact, by the ratio of rates of Mantel and Haenszel 1959 over customers. Long: the share of
/// all later visits that one contact costs, because people tire and leave, by a weighted regression of the visits of the later half of the time on the contacts of its earlier half, given the visits in that half; both only on days
/// without a contact in the week before, or the one would be taken for the other. A normal prior is joined to the long one, and a standard deviation added: who has left does not come back, so that doubt counts against a contact.
/// </summary>
internal static class ContactHarm
{
    /// <summary>Days after a contact that count as the short time.</summary>
    public const int Week = 7;

    /// <summary>Share of the visits of the week after a contact that it costs, at least 0.</summary>
    public static double Short(IReadOnlyList<Tally> tallies)
    {
        var (after, free) = (0.0, 0.0);
        foreach (var one in tallies)
        {
            var days = one.WeekDays + one.FreeDays.Before + one.FreeDays.After;
            if (days > 0)
            {
                after += one.WeekVisits * (one.FreeDays.Before + one.FreeDays.After) / days;
                free += (one.FreeVisits.Before + one.FreeVisits.After) * one.WeekDays / days;
            }
        }

        return free > 0 ? Math.Clamp(1 - (after / free), 0, 1) : 0;
    }

    /// <summary>Share of all later visits that a contact costs, at least 0; with what the doubt about it adds.</summary>
    /// <param name="tallies">What is counted of each customer.</param>
    /// <param name="prior">Prior mean of that share, and its standard deviation; above 0.</param>
    public static double Long(IReadOnlyList<Tally> tallies, double prior)
    {
        var (visits, days, later, laterDays) = (0.0, 0.0, 0.0, 0.0);
        foreach (var one in tallies)
        {
            (visits, days, later, laterDays) = (visits + one.FreeVisits.Before, days + one.FreeDays.Before, later + one.FreeVisits.After, laterDays + one.FreeDays.After);
        }

        var (weight, weighed, slope, information) = (0.0, 0.0, 0.0, 0.0);
        if (visits > 0 && later > 0)
        {
            var (rate, ratio, shape) = (visits / days, later / laterDays * days / visits, Shape(tallies, visits / days));
            foreach (var one in tallies)
            {
                var w = Weight(one, rate, ratio, shape);
                (weight, weighed) = (weight + w, weighed + (w * one.Contacts));
            }

            foreach (var one in tallies)
            {
                var (expected, w, contacts) = (Expected(one, rate, ratio, shape), Weight(one, rate, ratio, shape), one.Contacts - (weighed / weight));
                slope -= expected > 0 ? w / expected * contacts * (one.FreeVisits.After - expected) : 0;
                information += w * contacts * contacts;
            }
        }

        var precision = 1 / (prior * prior);
        return Math.Max(0, ((precision * prior) + slope) / (precision + information)) + (1 / Math.Sqrt(precision + information));
    }

    // Shape of the gamma distribution of rates, by moments.
    private static double Shape(IReadOnlyList<Tally> tallies, double rate)
    {
        var (excess, squares) = (0.0, 0.0);
        foreach (var one in tallies)
        {
            var expected = rate * one.FreeDays.Before;
            (excess, squares) = (excess + Math.Pow(one.FreeVisits.Before - expected, 2) - expected, squares + (expected * expected));
        }

        return squares / Math.Max(excess, 0.01 * squares);
    }

    private static double Expected(Tally one, double rate, double ratio, double shape) =>
        (shape + one.FreeVisits.Before) / ((shape / rate) + one.FreeDays.Before) * ratio * one.FreeDays.After;

    // Squared expectation by variance: what a customer says of a share.
    private static double Weight(Tally one, double rate, double ratio, double shape) =>
        Expected(one, rate, ratio, shape) is var expected ? expected / (1 + (expected / (shape + one.FreeVisits.Before))) : 0;

    /// <summary>What is counted of one customer.</summary>
    /// <param name="Contacts">Contacts in the earlier half of the time.</param>
    /// <param name="FreeDays">Days of each half without a contact in the week before.</param>
    /// <param name="FreeVisits">Visits of their own on them.</param>
    /// <param name="WeekDays">The other days.</param>
    /// <param name="WeekVisits">Visits of their own on those.</param>
    internal readonly record struct Tally(int Contacts, (int Before, int After) FreeDays, (int Before, int After) FreeVisits, int WeekDays, int WeekVisits);
}
