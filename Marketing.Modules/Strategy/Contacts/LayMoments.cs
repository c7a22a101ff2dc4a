using System.Globalization;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Model;

namespace Marketing.Strategy.Contacts;

/// <summary>
/// Moments of customers in their order, of the window that is learned from; messages before it are known of. A moment is a choice that was left to chance: a message that might have been held back, or nothing where a message might have been sent. What was sent without a chance is
/// part of what happens to a customer: it counts into later states and costs, and is no moment. A message that failed is one all the same, with an action of its own probability: what is learned is what deciding for a message brings.
/// </summary>
/// <param name="states">What is known of customers.</param>
/// <param name="withdrawn">Campaigns whose choices were not carried out.</param>
/// <param name="now">Instant of the learning.</param>
/// <param name="options">Horizon and cost.</param>
internal sealed class LayMoments(ContactStates states, IReadOnlySet<CampaignId> withdrawn, DateTimeOffset now, ContactsOptions options)
{
    private const double Largest = 1e9;
    private readonly long _now = now.ToUnixTimeMilliseconds();
    private readonly long _horizon = (long)(options.HorizonDays * ContactStates.DayMs);
    private readonly DateTimeOffset _since = now.AddDays(-options.WindowDays);
    private long _moments;
    private long _known;
    private long _alone;
    private long _forced;
    private int _customers;
    private int _repeated;

    /// <summary>Sequences of customers of whom something can be learned.</summary>
    public List<ContactTrajectory> Sequences { get; } = [];

    /// <summary>Whose they are.</summary>
    public List<CustomerId> Owners { get; } = [];

    /// <summary>What there was.</summary>
    /// <param name="allCustomers">Customers before some were drawn.</param>
    public ContactCounts Counts(long allCustomers) => new(_moments, _known, _customers, _repeated, _moments == 0 ? 0 : _alone / (double)_moments, _forced, allCustomers);

    /// <summary>Adds one customer.</summary>
    /// <param name="rows">Choices by customer and time.</param>
    /// <param name="first">The customer's first.</param>
    /// <param name="end">Behind the last.</param>
    public void Add(IReadOnlyList<ContactDecision> rows, int first, int end)
    {
        var own = Enumerable.Range(first, end - first).Select(at => rows[at]).ToList();
        var (messages, moments) = (Contacts.Of(own), Moments(own));
        _forced += own.Count(row => row is { Sends: true, Propensity: 1 } && row.At >= _since);
        if (moments.Count == 0)
        {
            return;
        }

        (_moments, _customers, _repeated) = (_moments + moments.Count, _customers + 1, _repeated + (moments.Count > 1 ? 1 : 0));
        _alone += moments.Count(moment => !moment.Sends);
        var last = moments[^1].At.ToUnixTimeMilliseconds();
        var closes = last + _horizon <= _now;
        if (!closes && moments.Count == 1)
        {
            return;
        }

        var customer = states.IndexOf(own[0].Customer);
        var steps = new List<ContactStep>(moments.Count + 1);
        for (var i = 0; i < moments.Count; i++)
        {
            var time = moments[i].At.ToUnixTimeMilliseconds();
            var until = i + 1 < moments.Count ? moments[i + 1].At.ToUnixTimeMilliseconds() : closes ? last + _horizon : time;
            steps.Add(new ContactStep(State(customer, time, messages), moments[i].Sends ? ContactActions.MailAt : 0, moments[i].Propensity, Reward(customer, time, until, messages), ContactStates.Clock(time), ends: false));
        }

        if (closes)
        {
            steps.Add(new ContactStep(State(customer, last + _horizon, messages), 0, 1, 0, ContactStates.Clock(last + _horizon), ends: false));
        }

        _known += steps.Count - 1;
        Sequences.Add(new ContactTrajectory(own[0].Customer.Value.ToString(CultureInfo.InvariantCulture), steps));
        Owners.Add(own[0].Customer);
    }

    // Two records of one person may have been decided for by one campaign before they were merged: of such a campaign nothing clear was done. Of choices at one instant the first counts, whatever it was.
    private List<ContactDecision> Moments(List<ContactDecision> own)
    {
        var twice = own.Count > 1 ? own.GroupBy(row => row.Campaign).Where(some => some.Count() > 1).Select(some => some.Key).ToHashSet() : [];
        var moments = new List<ContactDecision>(own.Count);
        foreach (var row in own.Where(row => row.Propensity < 1 && row.At >= _since && !withdrawn.Contains(row.Campaign) && !twice.Contains(row.Campaign)))
        {
            if (moments.Count == 0 || row.At > moments[^1].At)
            {
                moments.Add(row);
            }
        }

        return moments;
    }

    private float[] State(int customer, long time, Contacts messages)
    {
        var state = new float[ContactStates.Features.Count];
        states.Fill(customer, time, messages.KnownAt(ContactStates.Clock(time)), state);
        return state;
    }

    private double Reward(int customer, long from, long until, Contacts messages)
    {
        var margin = customer < 0 ? 0 : states.Purchases.Margin(customer, from, until);
        return Math.Clamp(margin - (options.MailCost * (double)messages.Between(ContactStates.Clock(from), ContactStates.Clock(until))), -Largest, Largest);
    }
}

/// <summary>Messages to one customer, by the clock.</summary>
internal sealed class Contacts
{
    private readonly List<(double At, double? Lost)> _sent = [];

    /// <summary>Messages among choices.</summary>
    public static Contacts Of(IEnumerable<ContactDecision> rows)
    {
        var contacts = new Contacts();
        foreach (var row in rows.Where(row => row.Sends))
        {
            contacts._sent.Add((ContactStates.Clock(row.At.ToUnixTimeMilliseconds()), row.Lost is { } lost ? ContactStates.Clock(lost.ToUnixTimeMilliseconds()) : null));
        }

        return contacts;
    }

    /// <summary>Nothing was sent.</summary>
    public static Contacts None { get; } = new();

    /// <summary>When messages went out, as far as was known at an instant: that one is lost may have come out later only.</summary>
    public IEnumerable<double> KnownAt(double clock) => _sent.Where(one => one.At < clock && !(one.Lost < clock)).Select(one => one.At);

    /// <summary>Messages that went out from an instant on and before another.</summary>
    public int Between(double from, double before) => _sent.Count(one => one.At >= from && one.At < before && one.Lost is null);
}
