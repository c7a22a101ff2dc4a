using Marketing.Model;

namespace Marketing.Strategy;

/// <summary>Whether contact policies are switched off.</summary>
/// <param name="IsOff">None decides; campaigns write to everybody.</param>
/// <param name="Actor">Who switched last, or null.</param>
/// <param name="At">When, or null.</param>
/// <param name="Reason">Why.</param>
public sealed record ContactSwitch(bool IsOff, string? Actor, DateTimeOffset? At, string Reason);

/// <summary>Why a method may not act, or nothing was compared, in code.</summary>
/// <param name="Code">One of the codes of the laboratory, or of <see cref="ContactObstacles"/>.</param>
/// <param name="Values">What belongs into its words, by name.</param>
public sealed record ContactObstacle(string Code, IReadOnlyDictionary<string, double> Values);

/// <summary>Obstacles that come before any comparison, in code.</summary>
public static class ContactObstacles
{
    /// <summary>No customer had two moments of chance. Value: <c>moments</c>.</summary>
    public const string NoSequence = "no_sequence";

    /// <summary>Too few customers had two moments whose time is over. Values: <c>customers least</c>.</summary>
    public const string TooFew = "too_few";

    /// <summary>Of a method: the log does not do for it.</summary>
    public const string Unfit = "unfit";

    /// <summary>Of a method: the log has too few rows to try it. Values: <c>rows least</c>.</summary>
    public const string SmallLog = "small_log";

    /// <summary>Of a method: it took too long. Value: <c>minutes</c>.</summary>
    public const string TooSlow = "too_slow";
}

/// <summary>A figure of a method, minor units a customer, discounted.</summary>
/// <param name="Name">Name as the laboratory has it: <c>wdr dr fqe gain_over_everybody gain_over_myopic</c> ...</param>
/// <param name="Value">Estimate.</param>
/// <param name="Low">Lower end of its 95 % interval, or null.</param>
/// <param name="High">Upper end, or null.</param>
public sealed record ContactFigure(string Name, double Value, double? Low, double? High);

/// <summary>What the logs say of one method.</summary>
/// <param name="Method">Method.</param>
/// <param name="MayAct">Whether it may act.</param>
/// <param name="Figures">What it is estimated to bring.</param>
/// <param name="Covered">Share of the discounted moments that weights tell; null where it was not compared.</param>
/// <param name="Obstacles">Why it may not act, the gravest first.</param>
public sealed record ContactMethodFinding(string Method, bool MayAct, IReadOnlyList<ContactFigure> Figures, double? Covered, IReadOnlyList<ContactObstacle> Obstacles)
{
    /// <summary>A figure by its name, or null.</summary>
    public ContactFigure? Figure(string name) => Figures.FirstOrDefault(figure => figure.Name == name);
}

/// <summary>How often a policy writes in some states of the log.</summary>
/// <param name="SinceMessage">Days since the last message: from so many on; -1 for whom none is known of.</param>
/// <param name="SinceOrder">Days since the last order: from so many on; -1 for who never ordered.</param>
/// <param name="Moments">States of the log there.</param>
/// <param name="Writes">Mean probability of a message, in [0, 1].</param>
public sealed record ContactCell(int SinceMessage, int SinceOrder, int Moments, double Writes);

/// <summary>What the ledger holds for learning.</summary>
/// <param name="Moments">Choices of campaigns that were left to chance.</param>
/// <param name="Known">Those of them whose time is over, of customers with two observations.</param>
/// <param name="Customers">Customers with a moment.</param>
/// <param name="Repeated">Those of them with two or more.</param>
/// <param name="LeftAlone">Share of the moments without a message, in [0, 1].</param>
/// <param name="WithoutChance">Messages that were sent without a chance to be held back, of which nothing can be learned.</param>
/// <param name="AllCustomers">Customers with a moment before some were drawn.</param>
public sealed record ContactCounts(long Moments, long Known, int Customers, int Repeated, double LeftAlone, long WithoutChance, long AllCustomers);

/// <summary>Terms under which was learned.</summary>
/// <param name="MailCost">Cost of a mail, minor units.</param>
/// <param name="Exploration">Share that chance decides.</param>
/// <param name="HorizonDays">Days after which a last moment is over.</param>
/// <param name="DailyDiscount">Worth of a margin one day later.</param>
/// <param name="LeastCustomers">Customers with two moments that are needed.</param>
public sealed record ContactLearningTerms(long MailCost, double Exploration, int HorizonDays, double DailyDiscount, int LeastCustomers);

/// <summary>What a learning found.</summary>
/// <param name="Obstacle">Why nothing was compared, or null.</param>
/// <param name="Counts">What there was to learn from.</param>
/// <param name="Methods">The methods; the logging and the myopic policy first. None where nothing was compared.</param>
/// <param name="Shown">Method whose choices <paramref name="Picture"/> shows: the one that may act, else the best of those that may not; or null.</param>
/// <param name="Picture">What it does or would do.</param>
/// <param name="Terms">Terms.</param>
public sealed record ContactFindings(ContactObstacle? Obstacle, ContactCounts Counts, IReadOnlyList<ContactMethodFinding> Methods, string? Shown, IReadOnlyList<ContactCell> Picture, ContactLearningTerms Terms);

/// <summary>A verdict that is kept.</summary>
/// <param name="Id">Number; the ledger names a policy as <c>contacts:METHOD#ID</c>.</param>
/// <param name="At">Business time of the learning.</param>
/// <param name="Method">Method that may act, or null.</param>
/// <param name="Parameters">Its parameters.</param>
/// <param name="Findings">What was found.</param>
/// <param name="Mark">What the ledger and the settings were then; while they are the same there is nothing new to learn.</param>
public sealed record KeptContacts(long Id, DateTimeOffset At, string? Method, IReadOnlyDictionary<string, string> Parameters, ContactFindings Findings, string Mark);

/// <summary>How contact policies stand.</summary>
/// <param name="Switch">The switch.</param>
/// <param name="Latest">The newest verdict, or null before the first.</param>
/// <param name="Damage">Why the policy that may act cannot be read back, or null.</param>
public sealed record ContactPolicyState(ContactSwitch Switch, KeptContacts? Latest, string? Damage)
{
    /// <summary>Number of the policy that decides in steered campaigns now; null where everybody is written to.</summary>
    public long? Acting => !Switch.IsOff && Damage is null && Latest is { Method: not null } ? Latest.Id : null;
}

/// <summary>What the ledger tells of contacts, laid out for learning.</summary>
/// <param name="Log">Sequences, or null where no customer has two observations. Rewards in minor units, the clock in days; names are ids.</param>
/// <param name="Counts">What there was.</param>
/// <param name="Held">Places of the customers that policies are compared on, about half of them, drawn by hash.</param>
/// <param name="Learned">Places of the others.</param>
/// <param name="Mark">What the ledger and the settings were.</param>
public sealed record ContactMoments(ContactLog? Log, ContactCounts Counts, IReadOnlyList<int> Held, IReadOnlyList<int> Learned, string Mark);

/// <summary>Logs of contacts out of the shop's own ledger.</summary>
public interface IContactLogs
{
    /// <summary>
    /// Lays out the choices of campaigns by mail that were left to chance, as of now: state before the choice, probability of the action, margin until the customer's next moment less the cost of messages.
    /// Once its time is over the last moment of a customer is closed by an observation.
    /// </summary>
    Task<ContactMoments> BuildAsync(CancellationToken cancellation);

    /// <summary>The mark of now without laying anything out: it changes when there are new choices, when the time of some is over, when people are erased, and when settings change.</summary>
    Task<string> MarkAsync(CancellationToken cancellation);
}

/// <summary>The contact policy of the shop: what it was judged to be allowed, and the switch. Every change of the switch is in the audit log.</summary>
public interface IContactPolicies
{
    /// <summary>How it stands now, for every process the same.</summary>
    Task<ContactPolicyState> StateAsync(CancellationToken cancellation);

    /// <summary>One verdict, or null.</summary>
    Task<KeptContacts?> FindAsync(long id, CancellationToken cancellation);

    /// <summary>Keeps a verdict, and the policy that may act.</summary>
    /// <param name="findings">What was found.</param>
    /// <param name="policy">The policy, as learned from everything; null where none may act.</param>
    /// <param name="mark">See <see cref="ContactMoments.Mark"/>.</param>
    /// <param name="cancellation">Stops before the commit.</param>
    Task<KeptContacts> KeepAsync(ContactFindings findings, IContactPolicy? policy, string mark, CancellationToken cancellation);

    /// <summary>Switches every contact policy off at once, also within campaigns under way.</summary>
    Task SwitchOffAsync(string reason, string actor, CancellationToken cancellation);

    /// <summary>Lets policies that may act decide again.</summary>
    Task SwitchOnAsync(string actor, CancellationToken cancellation);
}
