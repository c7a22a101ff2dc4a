namespace Marketing.Model;

/// <summary>What earlier contacts say of a customer, as features of a state: the same where a policy learns and where it acts.</summary>
public static class ContactHistory
{
    /// <summary>Units of the clock since the last contact that are told at most, and for who was never contacted.</summary>
    public const double Longest = 90;

    private const double Week = 7;
    private const double Month = 30;

    /// <summary>Names of the features: units of the clock since the last contact, and contacts in the last 7 and 30 units.</summary>
    public static IReadOnlyList<string> Features { get; } = ["since_contact", "contacts_7", "contacts_30"];

    /// <summary>Fills the features.</summary>
    /// <param name="clock">Now.</param>
    /// <param name="contacts">When the customer was contacted before, in any order; what is not before now does not count.</param>
    /// <param name="features">Takes as many numbers as there are names.</param>
    public static void Fill(double clock, IEnumerable<double> contacts, Span<float> features)
    {
        var (since, week, month) = (Longest, 0, 0);
        foreach (var age in contacts.Select(contact => clock - contact).Where(age => age > 0))
        {
            since = Math.Min(since, age);
            week += age <= Week ? 1 : 0;
            month += age <= Month ? 1 : 0;
        }

        (features[0], features[1], features[2]) = ((float)since, week, month);
    }

    /// <summary>The log with these features behind its own, as its own actions tell them; every action but <see cref="ContactLog.Nothing"/> is a contact.</summary>
    /// <param name="log">The log; contacts before its first rows are not known.</param>
    public static ContactLogOutcome Added(ContactLog log)
    {
        var nothing = log.Actions.ToList().IndexOf(ContactLog.Nothing);
        return ContactLog.Take([.. log.Features, .. Features], log.Actions, [.. log.Trajectories.Select(one => one with { Steps = [.. Steps(one, nothing)] })]);
    }

    private static IEnumerable<ContactStep> Steps(ContactTrajectory one, int nothing)
    {
        var contacts = new List<double>();
        foreach (var step in one.Steps)
        {
            var state = new float[step.State.Length + Features.Count];
            step.State.Span.CopyTo(state);
            Fill(step.Clock, contacts, state.AsSpan(step.State.Length));
            contacts.RemoveAll(contact => step.Clock - contact > Longest);
            if (step.Action != nothing)
            {
                contacts.Add(step.Clock);
            }

            yield return new ContactStep(state, step.Action, step.Propensity, step.Reward, step.Clock, step.Ends);
        }
    }
}
