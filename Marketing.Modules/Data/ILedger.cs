using Marketing.Kernel;

namespace Marketing.Data;

/// <summary>What kind of choice was made.</summary>
public enum DecisionKind : long
{
    /// <summary>A set of recommended products.</summary>
    Recommendation = 1,

    /// <summary>A message is to be sent.</summary>
    Send = 2,

    /// <summary>A message is kept back on purpose, to measure (holdout).</summary>
    Holdout = 3,

    /// <summary>A message is not sent, for the reason named.</summary>
    Suppress = 4,

    /// <summary>An advertisement for one place, or one kept back on purpose, to measure.</summary>
    Ad = 5,
}

/// <summary>A reason in code, shown in words of the reader's language by the host (resource <c>Reason.CODE</c>).</summary>
/// <param name="Code">Machine name, for example <c>bought-together</c>.</param>
/// <param name="Arguments">Values for the sentence, in order: product ids as <c>p:17</c>, numbers and words plain.</param>
public sealed record Reason(string Code, IReadOnlyList<string> Arguments);

/// <summary>One chosen product.</summary>
/// <param name="Product">Which.</param>
/// <param name="Score">Score of the model; comparable within one decision only, and kept with the precision of 32 bits.</param>
/// <param name="BecauseOf">Own products that carried most of the score, largest first; may be empty.</param>
public sealed record ChosenProduct(ProductId Product, double Score, IReadOnlyList<ProductId> BecauseOf);

/// <summary>A choice to be written. Candidates, context and reasons are stored once by content.</summary>
/// <param name="Customer">
/// Whom it concerns, or null for a visitor whom the shop does not know: <paramref name="Context"/> says what was known of the visit. The
/// number of a browser or of a session is never kept with it: what became of the list is told by the decision's own number, and no
/// erasure could reach what names nobody.
/// </param>
/// <param name="Kind">What kind.</param>
/// <param name="Action">What was chosen in one word, for example <c>mail</c>, <c>nothing</c>, <c>show</c>.</param>
/// <param name="Propensity">Probability with which this action was chosen, in (0, 1].</param>
/// <param name="Candidates">What could have been chosen, in words for machines: action names, or <c>catalogue:N:HASH</c>.</param>
/// <param name="Products">Chosen products in order; may be empty.</param>
/// <param name="Reasons">Why.</param>
/// <param name="Context">What was known, as JSON with stable key order.</param>
/// <param name="Policy">Name of the rule or policy that chose.</param>
/// <param name="Model">Model version, or null.</param>
/// <param name="Campaign">Campaign, or null.</param>
/// <param name="Arm">Experiment arm, for example <c>treatment</c> or <c>holdout</c>, or null.</param>
/// <param name="ConsentBasis">Consent on which it rests, or null.</param>
/// <param name="CostMinor">Cost in minor units.</param>
public sealed record DecisionDraft(CustomerId? Customer, DecisionKind Kind, string Action, double Propensity, string Candidates, IReadOnlyList<ChosenProduct> Products, IReadOnlyList<Reason> Reasons, string Context, string Policy, ModelVersionId? Model, CampaignId? Campaign, string? Arm, string? ConsentBasis, long CostMinor)
{
    /// <summary>Whether a contact policy left the customer alone: the only reason for no message into which chance has a part.</summary>
    public bool IsLeftAlone => this is { Kind: DecisionKind.Suppress, Propensity: < 1 };

    /// <summary>The customer whom it concerns, where there is always one: decisions of campaigns and of runs.</summary>
    /// <exception cref="InvalidOperationException">It concerns a visitor.</exception>
    public CustomerId Person() => Customer ?? throw new InvalidOperationException("The decision concerns a visitor whom the shop does not know.");
}

/// <summary>A written choice.</summary>
/// <param name="Id">Id.</param>
/// <param name="At">Business time.</param>
/// <param name="Run">Run that made it, or null.</param>
/// <param name="Draft">Everything else.</param>
public sealed record Decision(DecisionId Id, DateTimeOffset At, RunId? Run, DecisionDraft Draft);

/// <summary>What became of a decision.</summary>
/// <param name="Decision">Which.</param>
/// <param name="Kind"><c>queued</c>, <c>delivered</c>, <c>failed</c>, <c>in-doubt</c>, <c>cancelled</c>, <c>clicked</c>, <c>bought</c> ...</param>
/// <param name="At">Business time.</param>
/// <param name="Value">Minor units, or 0.</param>
public sealed record Outcome(DecisionId Decision, string Kind, DateTimeOffset At, long Value);

/// <summary>Choices counted by kind, policy, model and arm.</summary>
/// <param name="Kind">Kind.</param>
/// <param name="Policy">Policy.</param>
/// <param name="Arm">Arm, or null.</param>
/// <param name="Decisions">How many.</param>
public sealed record DecisionCount(DecisionKind Kind, string Policy, string? Arm, long Decisions);

/// <summary>In how many sets a product stands.</summary>
/// <param name="Product">Which.</param>
/// <param name="Sets">Sets.</param>
public sealed record ProductPlaces(ProductId Product, long Sets);

/// <summary>What became of recommended products.</summary>
/// <param name="Seen">Messages delivered, or lists shown.</param>
/// <param name="Clicked">Of these, with a click.</param>
/// <param name="Low">Lower end of the 95 % interval of their share (Wilson 1927), or null where nothing was seen.</param>
/// <param name="High">Upper end of it, or null.</param>
public sealed record Reactions(long Seen, long Clicked, double? Low, double? High);

/// <summary>What became of the lists that shops showed.</summary>
/// <param name="Customers">Of lists for customers, erased ones too.</param>
/// <param name="Visitors">Of lists for visitors whom the shop does not know.</param>
public sealed record ListReactions(Reactions Customers, Reactions Visitors);

/// <summary>What many decisions about advertisements share.</summary>
/// <param name="Action">What was chosen, for example <c>ad:17</c>.</param>
/// <param name="Candidates">What could have been chosen, for example <c>ads:3,17</c>.</param>
/// <param name="Policy">Which policy chose.</param>
/// <param name="Arm"><c>treatment</c>, <c>holdout</c>, or null.</param>
public sealed record AdTerms(string Action, string Candidates, string Policy, string? Arm);

/// <summary>A decision about an advertisement, as it is learned from and counted; many share their terms and context.</summary>
/// <param name="Id">Id.</param>
/// <param name="At">Business time.</param>
/// <param name="Customer">Whom it concerned, or null for a visitor.</param>
/// <param name="Propensity">Probability of this advertisement in this place.</param>
/// <param name="Terms">Its terms; decisions of one reading with the same terms have the same object.</param>
/// <param name="Context">What was known, as JSON; decisions of one reading with the same context have the same object.</param>
public readonly record struct AdDecisionRow(DecisionId Id, DateTimeOffset At, CustomerId? Customer, double Propensity, AdTerms Terms, string Context);

/// <summary>A stretch of the decisions about advertisements.</summary>
/// <param name="Rows">Decisions in the order of their ids.</param>
/// <param name="ReadTo">Decision up to which nothing is left to be read: where no other one follows, the newest of any kind, so that others are not walked again.</param>
/// <param name="IsAll">Whether nothing follows that was made before the instant.</param>
public sealed record AdStretch(IReadOnlyList<AdDecisionRow> Rows, DecisionId ReadTo, bool IsAll);

/// <summary>What a campaign by mail chose for a customer: a message, or nothing by chance.</summary>
/// <param name="Id">Decision.</param>
/// <param name="Customer">Whom; of merged records the one that stays.</param>
/// <param name="At">Business time.</param>
/// <param name="Campaign">Campaign.</param>
/// <param name="Sends">Whether a message was to be sent.</param>
/// <param name="Propensity">Probability of that action, in (0, 1]; 1 where no chance was taken.</param>
/// <param name="Lost">When it came out that the message reaches nobody (it failed or was withdrawn), or null.</param>
public readonly record struct ContactDecision(DecisionId Id, CustomerId Customer, DateTimeOffset At, CampaignId Campaign, bool Sends, double Propensity, DateTimeOffset? Lost);

/// <summary>What campaigns chose for customers.</summary>
/// <param name="Rows">By customer, time and id.</param>
/// <param name="Withdrawn">Campaigns of whose messages more than a tenth were withdrawn: they were stopped, and what they chose is not what was done.</param>
public sealed record ContactDecisions(IReadOnlyList<ContactDecision> Rows, IReadOnlySet<CampaignId> Withdrawn);

/// <summary>How many choices of campaigns were left to chance.</summary>
/// <param name="All">All of them.</param>
/// <param name="Old">Those that were made at or before an instant.</param>
/// <param name="Newest">The newest, or 0.</param>
/// <param name="Customers">Customers whom they concern.</param>
public sealed record ChanceCount(long All, long Old, long Newest, long Customers);

/// <summary>Messages that were decided on within a quarter of an hour: days of any time zone are whole numbers of these.</summary>
/// <param name="Campaign">Campaign, or null.</param>
/// <param name="From">Where the quarter begins.</param>
/// <param name="Messages">How many; those that failed or were withdrawn are left out.</param>
public sealed record MessagesSent(CampaignId? Campaign, DateTimeOffset From, long Messages);

/// <summary>The decision ledger: every choice with its candidates, probability and reasons, and what became of it.</summary>
public interface ILedger
{
    /// <summary>
    /// Appends choices in slices, in the order given. Only Strategy calls it. A choice of the same kind about the same customer that the
    /// campaign, or without a campaign the run, has made already is left as it is, so that whatever is resumed repeats nothing.
    /// Without both, every choice is a new one, and only a recommendation or an advertisement without both may concern a visitor. Nothing is written of a
    /// customer who was erased after the choice was made. A cancelled or failed call keeps the slices that were written.
    /// </summary>
    /// <returns>Ids in the order given (also of those that were there); null where the customer was erased.</returns>
    /// <exception cref="ArgumentException">A probability is not in (0, 1], a kind is unknown, or a customer is missing where only a recommendation or an advertisement outside of campaigns and runs may do without; nothing is written.</exception>
    Task<IReadOnlyList<DecisionId?>> AppendAsync(RunId? run, DateTimeOffset at, IReadOnlyList<DecisionDraft> drafts, IProgress<Progress>? progress, CancellationToken cancellation);

    /// <summary>Appends outcomes; one that is there already (same decision, kind and time) is left.</summary>
    Task AppendOutcomesAsync(IReadOnlyList<Outcome> outcomes, CancellationToken cancellation);

    /// <summary>One decision, or null.</summary>
    Task<Decision?> FindAsync(DecisionId decision, CancellationToken cancellation);

    /// <summary>Decisions, newest first, of a customer, a campaign, a run or all, and of one kind or all. Sort and search are not offered.</summary>
    Task<Page<Decision>> ListAsync(CustomerId? customer, CampaignId? campaign, RunId? run, DecisionKind? kind, TableQuery query, CancellationToken cancellation);

    /// <summary>Decisions, newest first, of a customer or all, older than one of them, so that decisions which come meanwhile shift nothing.</summary>
    /// <param name="customer">Only this customer's, or null.</param>
    /// <param name="before">The last one that was read; null to begin.</param>
    /// <param name="take">Most rows.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <returns>The decisions; they are not counted, so that a page of a long ledger costs no more than one of a short ledger.</returns>
    Task<IReadOnlyList<Decision>> BeforeAsync(CustomerId? customer, DecisionId? before, int take, CancellationToken cancellation);

    /// <summary>Every decision of a campaign, newest first; decisions that come meanwhile shift nothing.</summary>
    Task<IReadOnlyList<Decision>> OfCampaignAsync(CampaignId campaign, CancellationToken cancellation);

    /// <summary>Outcomes of one decision or of all, by decision, time and kind, after one of them, so that outcomes which come meanwhile shift nothing.</summary>
    /// <param name="decision">Only this decision's, or null.</param>
    /// <param name="after">The last one that was read (its value is of no matter); null to begin.</param>
    /// <param name="take">Most rows.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <returns>The outcomes; they are not counted, as above.</returns>
    Task<IReadOnlyList<Outcome>> OutcomesAfterAsync(DecisionId? decision, Outcome? after, int take, CancellationToken cancellation);

    /// <summary>Outcomes of a decision by time.</summary>
    Task<IReadOnlyList<Outcome>> OutcomesAsync(DecisionId decision, CancellationToken cancellation);

    /// <summary>Decisions of a run or of a campaign, counted.</summary>
    Task<IReadOnlyList<DecisionCount>> CountAsync(RunId? run, CampaignId? campaign, CancellationToken cancellation);

    /// <summary>How often each product was chosen for the recommended sets of a run, most often first, then by id.</summary>
    Task<IReadOnlyList<ProductPlaces>> PlacesAsync(RunId run, CancellationToken cancellation);

    /// <summary>Messages with recommended products that were decided at or after an instant and delivered, and clicks on them.</summary>
    Task<Reactions> MessageReactionsAsync(DateTimeOffset since, CancellationToken cancellation);

    /// <summary>Lists that shops asked for at or after an instant and reported as shown, and clicks on them.</summary>
    Task<ListReactions> ListReactionsAsync(DateTimeOffset since, CancellationToken cancellation);

    /// <summary>
    /// Customers with a decision to send at or after an instant, each with the time of the newest. A message that failed or was
    /// withdrawn (outcome <c>failed</c> or <c>cancelled</c>) reached nobody and does not count.
    /// </summary>
    Task<IReadOnlyDictionary<CustomerId, DateTimeOffset>> LastTouchesAsync(DateTimeOffset since, CancellationToken cancellation);

    /// <summary>
    /// Decisions about advertisements in the order of their ids, from behind one of them on, up to the first that was not made before an instant: where a clock went back, what follows waits with it, and none is left out.
    /// </summary>
    /// <param name="after">The last one that was read; null to begin.</param>
    /// <param name="before">Only those made before it.</param>
    /// <param name="take">Most rows.</param>
    /// <param name="cancellation">Stops the reading.</param>
    Task<IReadOnlyList<AdDecisionRow>> AdsAfterAsync(DecisionId? after, DateTimeOffset before, int take, CancellationToken cancellation);

    /// <summary>The same, with the place up to which was read.</summary>
    /// <param name="after">The last one that was read; null to begin.</param>
    /// <param name="before">Only up to the first that was not made before it.</param>
    /// <param name="take">Most rows.</param>
    /// <param name="cancellation">Stops the reading.</param>
    Task<AdStretch> AdStretchAsync(DecisionId? after, DateTimeOffset before, int take, CancellationToken cancellation);

    /// <summary>Outcomes of decisions about advertisements whose ids lie from one to another, both with them, by decision and time.</summary>
    Task<IReadOnlyList<Outcome>> AdOutcomesAsync(DecisionId first, DecisionId last, CancellationToken cancellation);

    /// <summary>The first decision about an advertisement made at or after an instant, or null.</summary>
    Task<DecisionId?> FirstAdAsync(DateTimeOffset since, CancellationToken cancellation);

    /// <summary>Messages decided on before an instant, by campaign and quarter of an hour, the oldest first.</summary>
    Task<IReadOnlyList<MessagesSent>> MessagesAsync(DateTimeOffset before, CancellationToken cancellation);

    /// <summary>
    /// What campaigns by mail chose for customers whom the shop still knows, from one instant on and before another: every message, and who got none by chance. Whoever was left out for a reason is not among them.
    /// </summary>
    /// <param name="since">From when on.</param>
    /// <param name="before">Only what was chosen before it.</param>
    /// <param name="wanted">Whose, or null for everybody's.</param>
    /// <param name="cancellation">Stops the reading.</param>
    Task<ContactDecisions> ContactsAsync(DateTimeOffset since, DateTimeOffset before, Predicate<CustomerId>? wanted, CancellationToken cancellation);

    /// <summary>Counts those of them that were left to chance.</summary>
    /// <param name="before">Only what was chosen before it.</param>
    /// <param name="old">What was chosen at or before it counts as old.</param>
    /// <param name="cancellation">Stops the reading.</param>
    Task<ChanceCount> CountChancesAsync(DateTimeOffset before, DateTimeOffset old, CancellationToken cancellation);

    /// <summary>Customers whom a campaign wrote to, as above, or held out to measure, at or after an instant.</summary>
    Task<IReadOnlySet<CustomerId>> EngagedAsync(DateTimeOffset since, CancellationToken cancellation);
}
